// The bubble of a message or a draft.
import { api } from "./api.js";
import { alertBox, avatar, el, icon, iconButton, nameColor, toast } from "./dom.js";
import { render } from "./entities.js";
import { player } from "./player.js";
import { openChat, store } from "./store.js";
import { sizeOf, t, timeOf } from "./texts.js";

export const isOwn = message => message.from?.id === store.me && !message.sender_chat;
export const authorId = message => message.sender_chat?.id ?? message.from?.id;
export const authorName = message => message.sender_chat?.title ?? message.from?.first_name ?? "";

export function summary(message) {
  const text = message.text ?? message.caption;
  if (text) return text.replaceAll("\n", " ");
  if (message.photo) return t("photo");
  if (message.voice) return t("voice");
  if (message.audio) return t("audio");
  if (message.document) return message.document.file_name ?? t("file");
  return serviceText(message) ?? "";
}

export function serviceText(message) {
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return t("migrated");
  if (message.forum_topic_created) return t("topicCreated", message.forum_topic_created.name);
  return null;
}

/** @param actions { onReply, onEdit, onForward, onCommand, onJump } */
export function row(message, actions) {
  const service = serviceText(message);
  if (service) return el("div.service", { "data-id": message.message_id }, service);

  const own = isOwn(message);
  const inGroup = !openChat().bot_id;
  const content = el("div.bubble", { "data-testid": "bubble" }, ...contents(message, actions, !own && inGroup));
  const column = el("div.column", {}, content, keyboard(message));
  const tools = el("div.actions", {},
    iconButton("reply", t("reply"), { "data-testid": "reply", onclick: () => actions.onReply(message) }),
    iconButton("forward", t("forward"), { "data-testid": "forward-message", onclick: () => actions.onForward(message) }),
    own && (message.text || message.caption) && !message.forward_origin && iconButton("edit", t("edit"), { "data-testid": "edit", onclick: () => actions.onEdit(message) }));
  const element = el(`div.row${own ? ".own" : ""}`, {
    "data-id": message.message_id,
    "data-author": authorId(message),
    "data-own": own,
    "data-testid": "message",
    "data-from": message.from?.is_bot ? "bot" : own ? "me" : "person",
    ondblclick: () => actions.onReply(message),
    onclick: event => showTools(event, element),
  }, inGroup && !own && avatar(authorId(message), authorName(message), message.from?.is_bot && !message.sender_chat), column, tools);
  return element;
}

/** A tap shows what hovering with a mouse shows. */
function showTools(event, element) {
  if (event.target.closest("a, button, input, .spoiler, .inline")) return;
  const shown = element.classList.contains("tapped");
  for (const other of document.querySelectorAll(".row.tapped")) other.classList.remove("tapped");
  element.classList.toggle("tapped", !shown);
}

/** Replaces the parts of the row that an edit may change. */
export function refresh(element, message, actions) {
  const own = isOwn(message);
  const bubble = element.querySelector(".bubble");
  bubble.replaceChildren(...contents(message, actions, !own && !openChat().bot_id));
  element.querySelector(".keyboard")?.remove();
  const keys = keyboard(message);
  if (keys) bubble.after(keys);
}

function contents(message, actions, named) {
  const text = message.text ?? message.caption;
  const time = timeOf(message.date);
  const edited = message.edit_date && t("edited");
  return [
    named && el("span.author", { "--name": nameColor(authorId(message)) }, authorName(message), message.from?.is_bot && !message.sender_chat && el("small", {}, t("bot"))),
    message.forward_origin && el("span.forwarded", { "data-testid": "forwarded" }, t("forwardedFrom"), " ", el("b", {}, originOf(message.forward_origin))),
    message.reply_to_message && !message.reply_to_message.forum_topic_created && quoted(message.reply_to_message, actions.onJump),
    ...media(message),
    text && el("div.text", { "data-testid": "message-text", "data-meta": [edited, time].filter(Boolean).join("  "), dir: "auto" }, render(text, message.entities ?? message.caption_entities, actions.onCommand)),
    message.bot_reactions && el("div.reactions", {}, ...message.bot_reactions.map(one => el("span", {}, one))),
    el("span.meta", {}, edited && el("span", { "data-testid": "edited-mark" }, edited), el("time", { datetime: new Date(message.date * 1000).toISOString() }, time)),
  ].filter(Boolean);
}

export function quoted(message, onJump) {
  return el(onJump ? "button.quoted" : "div.quoted", onJump ? { type: "button", onclick: () => onJump(message.message_id) } : {},
    el("b", {}, authorName(message)), el("span", {}, summary(message)));
}

const originOf = origin => origin.sender_user?.first_name ?? origin.sender_user_name ?? origin.sender_chat?.title ?? origin.chat?.title ?? "";

const source = file => `/api/files/${file.file_id}`;

/** A single picture, or the first of an album that others join. */
export const picture = message => el("button.photo", { type: "button", "data-photo": message.message_id, "data-testid": "photo", onclick: enlarge },
  el("img", { src: source(message.photo.at(-1)), alt: t("photo"), width: message.photo.at(-1).width, height: message.photo.at(-1).height, loading: "lazy" }));

function enlarge(event) {
  const box = document.querySelector("#picture");
  box.querySelector("img").src = event.currentTarget.querySelector("img").src;
  box.onclick = () => box.close();
  box.showModal();
}

function media(message) {
  if (message.photo) return [message.media_group_id ? el("div.album", { "data-album": message.media_group_id }, picture(message)) : picture(message)];
  if (message.voice) return [player(source(message.voice), message.voice.duration)];
  if (message.audio) return [fileLine(message.audio, "audio"), player(source(message.audio), message.audio.duration)];
  return message.document ? [fileLine(message.document, "file")] : [];
}

const fileLine = (file, kind) => el("a.file", { href: `/api/files/${file.file_id}`, download: file.file_name ?? true, "data-testid": "document" },
  el("span.disc", {}, icon(kind)),
  el("span", {}, el("b", {}, file.file_name ?? t("file")), el("small", {}, sizeOf(file.file_size ?? 0))));

function keyboard(message) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return el("div.keyboard", { "data-testid": "keyboard" }, ...rows.map(keys => el("div", {}, ...keys.map(key => key.url
    ? el("a", { href: /^(https?|tg):/i.test(key.url) ? key.url : "#", target: "_blank", rel: "noopener noreferrer" }, key.text)
    : el("button", { type: "button", "data-testid": "inline-button", "data-callback": key.callback_data, onclick: event => press(event.currentTarget, message, key) }, key.text)))));
}

// Button presses by their ID, and answers that arrived before the response with the press's ID.
const waiting = new Map();
const early = new Map();

async function press(button, message, key) {
  if (!key.callback_data || button.classList.contains("waiting")) return;
  button.classList.add("waiting");
  setTimeout(() => button.classList.remove("waiting"), 15_000);
  try {
    const pressed = await api.press(openChat(), message.message_id, store.me, key.callback_data);
    waiting.set(pressed.callback_query_id, button);
    if (early.has(pressed.callback_query_id)) answered(early.get(pressed.callback_query_id));
  } catch {
    button.classList.remove("waiting");
    toast(t("notSent"));
  }
}

/** Handles the bot's answer to a press; answers to presses in other windows are ignored. */
export function answered(answer) {
  const button = waiting.get(answer.callback_query_id);
  if (!button) {
    if (early.size > 20) early.clear();
    early.set(answer.callback_query_id, answer);
    return;
  }
  waiting.delete(answer.callback_query_id);
  early.delete(answer.callback_query_id);
  button.classList.remove("waiting");
  if (answer.text) (answer.show_alert ? alertBox : toast)(answer.text);
}

export function draftRow(draft) {
  const thinking = !draft.text;
  return el("div.row", { "data-draft": draft.draft_id, "data-testid": "draft" }, el("div.column", {},
    el("div.bubble.draft", {}, el("div.text", { dir: "auto" },
      thinking
        ? el("span.thinking", {}, t("thinking"), el("span.dots", {}, el("i"), el("i"), el("i")))
        : render(draft.text, draft.entities),
      !thinking && el("span.caret"))),
    draft.can_stop && el("button.stop", { type: "button", "data-testid": "stop-draft", onclick: () => api.stop(openChat(), draft.draft_id).catch(() => {}) }, t("stop"))));
}
