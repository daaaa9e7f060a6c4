// Records a voice message: one press begins, the next one sends.
import { el, iconButton, toast } from "./dom.js";
import { clock } from "./player.js";
import { t } from "./texts.js";

const LONGEST_MS = 5 * 60_000;
const canRecord = Boolean(window.MediaRecorder && navigator.mediaDevices?.getUserMedia);

export const button = iconButton("voice", t("record"), { "data-testid": "record", hidden: !canRecord });
export const strip = el("div.about.strip", { hidden: true });
let recording = null;

export function offer(wanted) {
  button.hidden = !recording && (!canRecord || !wanted);
}

/** Returns true if there was a recording to discard. */
export function cancel() {
  recording?.end(false);
  return Boolean(recording);
}

/** @param send called with the recording and its length in seconds */
export async function speak(send) {
  if (recording) { recording.end(true); return; }
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    toast(t("noMicrophone"));
    return;
  }
  const recorder = new MediaRecorder(stream);
  const pieces = [];
  const start = Date.now();
  const line = el("span", { "data-testid": "recording" });
  let kept = true;
  const tick = () => {
    line.textContent = `${t("recording")} ${clock((Date.now() - start) / 1000)}`;
    if (Date.now() - start > LONGEST_MS) recording?.end(true);
  };
  const timer = setInterval(tick, 250);
  recorder.ondataavailable = event => pieces.push(event.data);
  recorder.onstop = () => {
    clearInterval(timer);
    stream.getTracks().forEach(track => track.stop());
    recording = null;
    button.classList.remove("on");
    strip.hidden = true;
    const type = recorder.mimeType.split(";")[0];
    if (kept) send(new File(pieces, type === "audio/mp4" ? "voice.m4a" : "voice.webm", { type }), Math.round((Date.now() - start) / 1000));
  };
  recording = { end: keep => { if (recorder.state === "recording") { kept = keep; recorder.stop(); } } };
  recorder.start();
  tick();
  button.classList.add("on");
  strip.replaceChildren(el("i.dot"), line, iconButton("close", t("cancel"), { onclick: cancel }));
  strip.hidden = false;
}
