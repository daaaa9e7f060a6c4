// The tray: files to send from the menu, from the clipboard or dropped on the chat. The written text becomes their caption.
import { api } from "./api.js";
import { el, icon, iconButton, toast } from "./dom.js";
import { sizeOf, t } from "./texts.js";

const ALBUM = 10;
const CAPTION = 1024;

export const box = el("div.tray", { hidden: true, "data-testid": "tray" });
let items = [];
let changed = () => {};

export const isEmpty = () => items.length === 0;
export const onChange = listener => { changed = listener; };
export const kindOf = file => (/^image\/(png|jpeg|webp|gif)$/.test(file.type) ? "photo" : "document");

export function add(files, kind) {
  for (const file of files) {
    const one = { file, kind: kind ?? kindOf(file) };
    if (one.kind === "photo") one.url = URL.createObjectURL(file);
    items.push(one);
  }
  draw();
}

export function clear() {
  items.forEach(release);
  items = [];
  draw();
}

function remove(one) {
  release(one);
  items = items.filter(other => other !== one);
  draw();
}

const release = one => one.url && URL.revokeObjectURL(one.url);

function draw() {
  box.hidden = isEmpty();
  box.replaceChildren(...items.map(one => el(`div.waiting-file.${one.kind}`, { title: one.file.name, "data-testid": "tray-item" },
    one.url ? el("img", { src: one.url, alt: one.file.name }) : el("span.disc", {}, icon(one.kind === "audio" ? "audio" : "file")),
    !one.url && el("span.name", {}, el("b", {}, one.file.name), el("small", {}, sizeOf(one.file.size))),
    iconButton("close", t("remove"), { "data-testid": "tray-remove", onclick: () => remove(one) }))));
  changed();
}

/** Sends the files; several of a kind become an album. Files that fail stay in the tray. @param about { from, replyTo, threadId } */
export async function sendAll(chat, about, caption) {
  if (caption.length > CAPTION) {
    toast(t("captionTooLong"));
    throw new Error("The caption is too long.");
  }
  const kinds = Map.groupBy(items, one => one.kind);
  for (const group of kinds.values()) {
    for (let start = 0; start < group.length; start += ALBUM) {
      const part = group.slice(start, start + ALBUM);
      const album = part.length > 1 ? `${Date.now()}${Math.floor(Math.random() * 1e6)}` : undefined;
      for (const one of part) {
        await api.upload(chat, { ...about, file: one.file, kind: one.kind, caption, album });
        caption = "";
        remove(one);
      }
    }
  }
}
