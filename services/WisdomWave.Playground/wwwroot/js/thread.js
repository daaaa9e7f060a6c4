// The thread of the open chat: header, messages, drafts.
import { answered, authorId, draftRow, isOwn, picture, refresh, row, serviceText, summary } from "./bubble.js";
import { avatar, el, paintAvatar } from "./dom.js";
import { forward } from "./forward.js";
import { botOf, botsIn, lastOf, on, openChat, store, titleOf } from "./store.js";
import { dayOf, t } from "./texts.js";

const NEAR = 90;
const scroll = document.querySelector("#scroll");
const list = document.querySelector("#messages");
const down = document.querySelector("#down");
const topics = document.querySelector("#topics");
const pinned = document.querySelector("#pinned");

// Whether the newest message is visible and must stay visible when the composer or a picture grows.
let stuck = true;

export const thread = { topic: undefined, actions: {} };

const near = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
const find = id => list.querySelector(`[data-id="${id}"]`) ?? list.querySelector(`[data-photo="${id}"]`);

function toBottom(smooth) {
  stuck = true;
  scroll.scrollTo({ top: scroll.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  down.hidden = true;
  delete down.dataset.count;
}

function keepingBottom(change, force) {
  const stay = force || near();
  change();
  if (stay) toBottom();
  else down.hidden = false;
  return stay;
}

const inTopic = message => thread.topic === undefined || (thread.topic === null ? !message.message_thread_id : message.message_thread_id === thread.topic);

function drawAll() {
  const chat = openChat();
  list.replaceChildren();
  if (!chat) return;
  const shown = [...chat.messages.values()].filter(inTopic);
  let previous = null;
  for (const message of shown) {
    addRow(message, previous);
    previous = message;
  }
  if (!shown.length) drawEmpty(chat);
  drawDrafts();
  toBottom();
}

function addRow(message, previous) {
  if (!previous || dayOf(previous.date) !== dayOf(message.date)) {
    list.append(el("div.day", {}, dayOf(message.date)));
    previous = null;
  }
  // An album's pictures share a bubble.
  const album = message.photo && !message.caption && message.media_group_id && list.querySelector(`[data-album="${CSS.escape(message.media_group_id)}"]`);
  if (album) {
    album.append(picture(message));
    return album.closest(".row");
  }
  const element = row(message, thread.actions);
  const before = list.querySelector(".row:last-of-type, .service:last-of-type");
  if (previous && before?.dataset.author === `${authorId(message)}` && message.date - previous.date < 300 && !serviceText(message)) {
    element.classList.add("follows");
    before.classList.add("follows-next");
  }
  list.append(element);
  return element;
}

function drawEmpty(chat) {
  const bot = botOf(chat);
  list.append(el("div.empty", { "data-testid": "empty" },
    bot ? avatar(bot.user.id, bot.user.first_name, true) : avatar(chat.chat.id, titleOf(chat)),
    el("b", {}, bot ? t("startHint") : titleOf(chat)),
    el("p", {}, bot ? bot.description || t("emptyPrivate") : t("emptyGroup")),
    bot && el("button", { type: "button", "data-testid": "start", onclick: () => thread.actions.onCommand("/start") }, t("start"))));
}

function drawDrafts() {
  list.querySelectorAll("[data-draft]").forEach(old => old.remove());
  for (const draft of openChat()?.drafts.values() ?? []) list.append(draftRow(draft));
}

function drawHead() {
  const chat = openChat();
  const avatarBox = document.querySelector("#head-avatar");
  document.querySelector("#head-title").textContent = chat ? titleOf(chat) : "";
  if (chat) paintAvatar(avatarBox, chat.bot_id ?? chat.chat.id, titleOf(chat), Boolean(chat.bot_id));
  document.title = `${chat ? `${titleOf(chat)} · ` : ""}WisdomWave`;
  drawStatus();
  drawTopics();
  drawPinned();
}

function drawStatus() {
  const chat = openChat();
  const status = document.querySelector("#head-status");
  status.classList.toggle("active", Boolean(chat?.typing));
  if (!store.connected) status.textContent = t("connecting");
  else if (!chat) status.textContent = "";
  else if (chat.typing) {
    const doing = chat.typing.action === "typing"
      ? (chat.bot_id ? t("typing") : t("isTyping", chat.typing.user.first_name))
      : t("action")[chat.typing.action] ?? t("typing");
    status.replaceChildren(el("span", { "data-testid": "typing" }, doing, el("span.dots", {}, el("i"), el("i"), el("i"))));
  } else if (chat.bot_id) status.textContent = t(botOf(chat)?.online ? "online" : "waiting");
  else status.textContent = [t("members", chat.members.length), botsIn(chat).some(bot => bot.online) ? t("online") : t("waiting")].join(", ");
}

function drawTopics() {
  const chat = openChat();
  topics.hidden = !chat?.chat.is_forum;
  if (topics.hidden) { thread.topic = undefined; return; }
  const choices = [[undefined, t("all")], [null, t("general")], ...chat.topics.map(topic => [topic.message_thread_id, topic.name])];
  topics.replaceChildren(...choices.map(([id, name]) => el("button", {
    type: "button",
    "aria-pressed": String(thread.topic === id),
    onclick: () => { thread.topic = id; drawTopics(); drawAll(); },
  }, name)));
}

function drawPinned() {
  const message = openChat()?.pinned_message;
  pinned.hidden = !message;
  if (!message) return;
  pinned.replaceChildren(el("b", {}, t("pinned")), summary(message));
  pinned.onclick = () => jump(message.message_id);
}

export function jump(id) {
  const target = find(id);
  if (!target) return;
  target.scrollIntoView({ block: "center", behavior: "smooth" });
  target.classList.add("flash");
  setTimeout(() => target.classList.remove("flash"), 1300);
}

export function startThread() {
  thread.actions.onJump = jump;
  thread.actions.onForward = forward;
  down.onclick = () => toBottom(true);
  scroll.addEventListener("scroll", () => {
    stuck = near();
    down.hidden = stuck;
    if (stuck) delete down.dataset.count;
  }, { passive: true });
  const growing = new ResizeObserver(() => stuck && toBottom());
  growing.observe(scroll);
  growing.observe(list);

  on("state", () => { drawHead(); drawAll(); });
  on("open", () => { thread.topic = undefined; drawHead(); drawAll(); });
  on("status", drawStatus);
  on("pinned", drawPinned);
  on("drafts", () => keepingBottom(drawDrafts));
  on("message", message => {
    if (!inTopic(message)) return;
    list.querySelector(".empty")?.remove();
    const messages = [...openChat().messages.values()].filter(inTopic);
    const stayed = keepingBottom(() => {
      list.querySelectorAll("[data-draft]").forEach(old => old.remove());
      addRow(message, messages.at(-2)).classList.add("fresh");
      drawDrafts();
    }, isOwn(message));
    if (!stayed) down.dataset.count = Number(down.dataset.count ?? 0) + 1;
  });
  on("edited", message => {
    const element = find(message.message_id);
    if (element && message.media_group_id) drawAll();
    else if (element) keepingBottom(() => refresh(element, message, thread.actions));
  });
  on("deleted", id => { find(id)?.remove(); if (!lastOf(openChat())) drawAll(); });
  on("callback", answered);
}
