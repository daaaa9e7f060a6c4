// The sidebar: the current person and the list of chats.
import { authorName, isOwn, summary } from "./bubble.js";
import { avatar, el } from "./dom.js";
import { become, lastOf, myChats, on, open, openChat, store, titleOf } from "./store.js";
import { dayOf, t, timeOf } from "./texts.js";

const app = document.querySelector("#app");
const people = document.querySelector("#people");
const chats = document.querySelector("#chats");

function drawPeople() {
  people.querySelectorAll("label").forEach(old => old.remove());
  for (const one of store.people.slice(0, 4)) {
    people.append(el("label", { "data-testid": `person-${one.first_name.toLowerCase()}` },
      el("input", { type: "radio", name: "me", value: one.id, checked: one.id === store.me, onchange: () => become(one.id) }),
      el("span", {}, avatar(one.id, one.first_name), one.first_name)));
  }
}

function drawChats() {
  const focused = document.activeElement?.dataset?.key;
  chats.replaceChildren(...myChats().map(item));
  if (focused) chats.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function item(chat) {
  const last = lastOf(chat);
  const name = titleOf(chat);
  const today = last && dayOf(last.date) === t("today");
  const preview = chat.typing
    ? [chat.bot_id ? `${t("typing")}…` : `${t("isTyping", chat.typing.user.first_name)}…`]
    : last ? [isOwn(last) ? el("b", {}, `${t("you")}: `) : !chat.bot_id && last.from && el("b", {}, `${authorName(last)}: `), summary(last).slice(0, 120)] : [t("noMessages")];
  return el("button.chat-item", {
    type: "button",
    "aria-current": String(chat === openChat()),
    "data-key": `${chat.chat.id}${chat.bot_id ?? ""}`,
    "data-testid": chat.bot_id ? "chat-private" : "chat-group",
    onclick: () => { app.classList.add("open"); open(chat); },
  },
  avatar(chat.bot_id ?? chat.chat.id, name, Boolean(chat.bot_id)),
  el("div.body", {},
    el("div.line", {}, el("span.name", {}, name), last && el("time", {}, today ? timeOf(last.date) : dayOf(last.date))),
    el("div.line", {}, el("span.last", {}, ...preview.filter(Boolean)), chat.unread > 0 && el("span.badge", { "data-testid": "unread" }, chat.unread))));
}

export function startSidebar() {
  document.querySelector("#back").onclick = () => app.classList.remove("open");
  on("state", () => { drawPeople(); drawChats(); });
  on("chats", drawChats);
}
