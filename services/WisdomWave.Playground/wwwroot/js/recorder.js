// A voice message from the microphone: one press begins, the next one sends.
const LONGEST_MS = 5 * 60_000;

export const canRecord = Boolean(window.MediaRecorder && navigator.mediaDevices?.getUserMedia);

/** @param watch { tick(seconds), end(file | null, seconds) }; rejects when the microphone is denied */
export async function record(watch) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const pieces = [];
  const start = Date.now();
  let kept = true;
  const timer = setInterval(() => {
    watch.tick(Math.floor((Date.now() - start) / 1000));
    if (Date.now() - start > LONGEST_MS) recorder.stop();
  }, 250);
  recorder.ondataavailable = event => pieces.push(event.data);
  recorder.onstop = () => {
    clearInterval(timer);
    stream.getTracks().forEach(track => track.stop());
    const type = recorder.mimeType.split(";")[0];
    watch.end(kept ? new File(pieces, type === "audio/mp4" ? "voice.m4a" : "voice.webm", { type }) : null, Math.round((Date.now() - start) / 1000));
  };
  recorder.start();
  watch.tick(0);
  return { send: () => recorder.stop(), cancel: () => { kept = false; recorder.stop(); } };
}
