// The page's state: the server's state, updated by its event stream, and the current person and chat.
import { api } from "./api.js";

const TYPING_MS = 5500;
const listeners = new Map();
let loading = Promise.resolve();

export const store = {
  ready: false,
  connected: false,
  instance: null,
  bots: [],
  people: [],
  chats: new Map(),
  me: Number(localStorage.getItem("playground.me")) || null,
  openKey: null,
};

export function on(type, listener) {
  listeners.set(type, [...(listeners.get(type) ?? []), listener]);
}

function emit(type, ...values) {
  for (const listener of listeners.get(type) ?? []) listener(...values);
}

export const keyOf = (chatId, botId) => (botId ? `${chatId}@${botId}` : `${chatId}`);
export const openChat = () => store.chats.get(store.openKey);
export const myChats = () => [...store.chats.values()].filter(chat => chat.bot_id ? chat.chat.id === store.me : isMember(chat));
export const person = id => store.people.find(one => one.id === id);
export const botOf = chat => store.bots.find(bot => bot.user.id === chat.bot_id);
export const botsIn = chat => chat.bot_id ? [botOf(chat)].filter(Boolean) : store.bots.filter(bot => chat.members.some(member => member.user.id === bot.user.id));
export const titleOf = chat => chat.bot_id ? botOf(chat)?.user.first_name ?? "WisdomWave" : chat.chat.title;
export const lastOf = chat => [...chat.messages.values()].at(-1);

function isMember(chat) {
  return chat.members.some(member => member.user.id === store.me && !["left", "kicked"].includes(member.status));
}

export function become(id) {
  store.me = id;
  localStorage.setItem("playground.me", id);
  if (!myChats().includes(openChat())) open(myChats()[0]);
  else emit("open");
  emit("chats");
}

export function open(chat) {
  store.openKey = chat ? keyOf(chat.chat.id, chat.bot_id) : null;
  if (chat) {
    chat.unread = 0;
    localStorage.setItem("playground.open", store.openKey);
  }
  emit("open");
  emit("chats");
}

async function load() {
  const state = await api.state();
  const before = store.chats;
  Object.assign(store, { ready: true, instance: state.instance, bots: state.bots, people: state.people, simulates: { telegram: state.simulates_telegram, openAi: state.simulates_open_ai } });
  store.chats = new Map(state.chats.map(chat => {
    const key = keyOf(chat.chat.id, chat.bot_id);
    return [key, {
      unread: 0,
      typing: null,
      ...before.get(key),
      ...chat,
      pinned_message: chat.pinned_message,
      messages: new Map(chat.messages.map(message => [message.message_id, message])),
      drafts: new Map(chat.drafts.map(draft => [draft.draft_id, draft])),
    }];
  }));
  if (!person(store.me)) store.me = store.people[0]?.id;
  if (!openChat()) store.openKey = localStorage.getItem("playground.open");
  if (!myChats().includes(openChat())) {
    const first = myChats()[0];
    store.openKey = first ? keyOf(first.chat.id, first.bot_id) : null;
  }
  emit("state");
}

function apply(happened) {
  const chat = store.chats.get(keyOf(happened.chat_id, happened.bot_id));
  switch (happened.type) {
    case "bot":
    case "chat":
    case "settings":
    case "reset":
      loading = load();
      return;
    case "commands":
      emit("commands");
      return;
  }
  if (!chat) return;
  const isOpen = chat === openChat();
  switch (happened.type) {
    case "message": {
      // The state that was read on connecting may already contain it.
      const known = chat.messages.has(happened.message.message_id);
      chat.messages.set(happened.message.message_id, happened.message);
      if (happened.message.forum_topic_created) { loading = load(); return; }
      if (chat.typing?.user.id === happened.message.from?.id) setTyping(keyOf(happened.chat_id, happened.bot_id), null);
      if (!known && happened.message.from?.id !== store.me && (!isOpen || document.hidden)) chat.unread++;
      if (isOpen) emit(known ? "edited" : "message", happened.message);
      emit("chats");
      break;
    }
    case "edited":
      chat.messages.set(happened.message.message_id, happened.message);
      if (isOpen) emit("edited", happened.message);
      emit("chats");
      break;
    case "deleted":
      chat.messages.delete(happened.message_id);
      if (isOpen) emit("deleted", happened.message_id);
      emit("chats");
      break;
    case "draft":
      chat.drafts.set(happened.draft.draft_id, happened.draft);
      if (chat.typing) setTyping(keyOf(happened.chat_id, happened.bot_id), null);
      if (isOpen) emit("drafts");
      break;
    case "draft_gone":
      chat.drafts.delete(happened.draft_id);
      if (isOpen) emit("drafts");
      break;
    case "typing":
      setTyping(keyOf(happened.chat_id, happened.bot_id), { user: happened.user, action: happened.action });
      break;
    case "pinned":
      chat.pinned_message = happened.message;
      if (isOpen) emit("pinned");
      break;
    case "callback_answer":
      emit("callback", happened.callback_answer);
      break;
  }
}

function setTyping(key, typing) {
  const chat = store.chats.get(key);
  if (!chat) return;
  clearTimeout(chat.typingTimer);
  chat.typing = typing;
  if (typing) chat.typingTimer = setTimeout(() => setTyping(key, null), TYPING_MS);
  emit("status");
  emit("chats");
}

// Events that arrive while the state is being read are applied after it.
export function connect() {
  const source = new EventSource("/api/events");
  source.onmessage = event => {
    const happened = JSON.parse(event.data);
    if (happened.type === "hello") {
      store.connected = true;
      loading = load().catch(() => source.readyState === EventSource.OPEN && setTimeout(() => { source.close(); connect(); }, 1000));
    } else {
      loading.then(() => apply(happened));
    }
    if (happened.type === "hello") loading.then(() => emit("status"));
  };
  source.onerror = () => {
    store.connected = false;
    emit("status");
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1500);
  };
}

// A draft disappears if the bot does not renew it.
setInterval(() => {
  for (const chat of store.chats.values()) {
    for (const draft of chat.drafts.values()) {
      if (Date.parse(draft.expires_at) > Date.now()) continue;
      chat.drafts.delete(draft.draft_id);
      if (chat === openChat()) emit("drafts");
    }
  }
}, 1000);

// There is no event for a bot's online status, so poll it while the tab is visible.
setInterval(async () => {
  if (!store.connected || document.hidden) return;
  const state = await api.state().catch(() => null);
  if (state) { store.bots = state.bots; emit("status"); }
}, 5000);

document.addEventListener("visibilitychange", () => {
  const chat = openChat();
  if (!document.hidden && chat?.unread) { chat.unread = 0; emit("chats"); }
});
