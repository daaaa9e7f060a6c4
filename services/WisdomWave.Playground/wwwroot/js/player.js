// A small player for voice and audio. One plays at a time.
import { el, icon } from "./dom.js";
import { t } from "./texts.js";

let playing = null;

export const clock = seconds => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export function player(source, seconds) {
  const audio = new Audio();
  audio.preload = "none";
  audio.src = source;
  const button = el("button.disc", { type: "button", "aria-label": t("play"), "data-testid": "play" }, icon("play"));
  const track = el("input", { type: "range", min: 0, max: 1000, value: 0, "aria-label": t("position"), "--done": "0%" });
  const time = el("small", {}, clock(seconds ?? 0));
  const length = () => (Number.isFinite(audio.duration) ? audio.duration : seconds || 1);

  const show = () => {
    const done = Math.min(1, audio.currentTime / length());
    track.value = done * 1000;
    track.style.setProperty("--done", `${done * 100}%`);
    time.textContent = audio.currentTime ? `${clock(audio.currentTime)} / ${clock(length())}` : clock(length());
  };
  const turn = isPlaying => {
    button.replaceChildren(icon(isPlaying ? "pause" : "play"));
    button.setAttribute("aria-label", t(isPlaying ? "pause" : "play"));
  };
  button.onclick = () => {
    if (!audio.paused) { audio.pause(); return; }
    playing?.pause();
    playing = audio;
    audio.play().catch(() => box.classList.add("broken"));
  };
  track.oninput = () => { if (Number.isFinite(audio.duration)) audio.currentTime = (track.value / 1000) * audio.duration; show(); };
  audio.onplay = () => turn(true);
  audio.onpause = () => turn(false);
  audio.onended = () => { audio.currentTime = 0; turn(false); show(); };
  audio.ontimeupdate = audio.ondurationchange = show;
  const box = el("div.player", { "data-testid": "player" }, button, el("div.track", {}, track, time));
  return box;
}
