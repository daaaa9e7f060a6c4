// The composer: text, commands, replies, edits, mentions, files, voice messages.
import { api } from "./api.js";
import { isOwn, quoted } from "./bubble.js";
import { el, icon, iconButton, toast } from "./dom.js";
import { botsIn, on, openChat, person, store } from "./store.js";
import { language, t } from "./texts.js";
import { thread } from "./thread.js";
import * as tray from "./tray.js";
import * as voice from "./voice.js";

const footer = document.querySelector("#composer");
const texts = new Map();
let commands = [];
let loadingCommands = 0;
let reply = null;
let editing = null;
let chosen = 0;
let sending = false;

const field = el("textarea", { id: "text", rows: "1", "data-testid": "composer-input", "aria-label": t("message"), placeholder: t("message"), enterkeyhint: "send", autocomplete: "off" });
const send = iconButton("send", t("send"), { "data-testid": "send" });
send.classList.add("send");
const menu = el("button.icon.menu", { type: "button", "data-testid": "commands-button", "aria-label": t("commands"), "aria-haspopup": "listbox", hidden: true }, icon("menu"), el("span", {}, t("menu")));
const attach = iconButton("attach", t("attach"), { "data-testid": "attach", "aria-haspopup": "menu" });
const subjectLine = el("div.about", { hidden: true, "data-testid": "about" });
const chips = el("div.chips", { "data-testid": "chips" });
const popup = el("div.popup", { role: "listbox", "data-testid": "commands-popup", hidden: true, "aria-label": t("commands") });
const attachMenu = el("div.popup.attach", { role: "menu", "data-testid": "attach-menu", hidden: true });
const picker = el("input", { type: "file", hidden: true, "data-testid": "file-input", multiple: true });

function grow() {
  field.style.height = "auto";
  if (field.scrollHeight) field.style.height = `${field.scrollHeight}px`;
  const empty = !field.value.trim() && tray.isEmpty();
  send.disabled = empty || sending;
  voice.offer(empty);
}

function setText(value) {
  field.value = value;
  field.setSelectionRange(value.length, value.length);
  grow();
  drawPopup();
}

function insert(value) {
  field.setRangeText(value, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  grow();
}

const keyFor = () => `${store.me}/${store.openKey}`;

async function submit() {
  const text = field.value.trim();
  const chat = openChat();
  if ((!text && tray.isEmpty()) || !chat || sending) return;
  sending = true;
  grow();
  try {
    if (editing) await api.edit(chat, editing.message_id, store.me, text);
    else if (!tray.isEmpty()) await tray.sendAll(chat, about(), text);
    else await say(chat, text);
    setText("");
    texts.delete(keyFor());
    turnTo(null, null);
  } catch {
    toast(t("notSent"));
  } finally {
    sending = false;
    grow();
  }
}

const say = (chat, text) => api.say(chat, {
  from: store.me,
  text,
  reply_to: reply?.message_id,
  message_thread_id: thread.topic ?? undefined,
  language_code: navigator.language.slice(0, 2),
});

function turnTo(newReply, newEditing) {
  const left = editing && !newEditing;
  reply = newReply;
  editing = newEditing;
  subjectLine.hidden = !reply && !editing;
  send.replaceChildren(icon(editing ? "check" : "send"));
  send.setAttribute("aria-label", t(editing ? "save" : "send"));
  send.querySelector("svg").style.cssText = editing ? "fill:none;stroke:currentColor" : "";
  const subject = editing ?? reply;
  if (subject) {
    const line = quoted(subject);
    line.querySelector("b").textContent = editing ? t("editing") : t("replyTo", subject.from?.first_name ?? "");
    subjectLine.replaceChildren(icon(editing ? "edit" : "reply"), line,
      iconButton("close", t("cancel"), { "data-testid": "cancel", onclick: () => turnTo(null, null) }));
    field.focus();
  }
  if (editing) setText(editing.text ?? editing.caption);
  else if (left) setText("");
}

function editLast() {
  const last = [...openChat().messages.values()].findLast(message => isOwn(message) && message.text);
  if (last) turnTo(null, last);
}

// Commands: the button shows all, a leading slash shows the matching ones.
const matching = () => {
  const typed = /^\/(\w*)$/.exec(field.value);
  return typed ? commands.filter(one => one.command.startsWith(typed[1].toLowerCase())) : [];
};

function drawPopup(all) {
  const shown = all ? commands : matching();
  popup.hidden = shown.length === 0;
  chosen = Math.min(chosen, Math.max(0, shown.length - 1));
  popup.replaceChildren(...shown.map((one, index) => el("button", {
    type: "button",
    role: "option",
    "aria-selected": String(index === chosen && !all),
    "data-testid": `command-${one.command}`,
    onclick: () => run(one),
  }, el("b", {}, `/${one.command}`), el("span", {}, one.description))));
}

async function run(command) {
  popup.hidden = true;
  const chat = openChat();
  const suffix = chat.bot_id || botsIn(chat).length === 0 ? "" : `@${command.bot}`;
  setText("");
  field.focus();
  await say(chat, `/${command.command}${suffix}`).catch(() => toast(t("notSent")));
}

async function loadCommands() {
  // If two requests overlap, only the later one has the current person, chat and role.
  const request = ++loadingCommands;
  const chat = openChat();
  const bots = chat ? botsIn(chat) : [];
  const lists = await Promise.all(bots.map(async bot => {
    const found = await api.commands(chat, store.me, bot.user.id, navigator.language.slice(0, 2)).catch(() => []);
    return found.map(one => ({ ...one, bot: bot.user.username }));
  }));
  if (request !== loadingCommands) return;
  const found = lists.flat();
  const changed = JSON.stringify(found) !== JSON.stringify(commands);
  commands = found;
  menu.hidden = commands.length === 0;
  // An unchanged list of commands must not close an open menu.
  if (changed) drawPopup();
}

function drawChips() {
  const chat = openChat();
  const bots = chat && !chat.bot_id ? botsIn(chat) : [];
  chips.hidden = bots.length === 0;
  chips.replaceChildren(...bots.map(bot => el("button", {
    type: "button",
    title: t("mention", bot.user.username),
    "data-testid": "mention-chip",
    onclick: () => insert(`${field.value && !field.value.endsWith(" ") ? " " : ""}@${bot.user.username} `),
  }, `@${bot.user.username}`)));
}

// The kinds of attachments. A voice message is sent immediately; the others wait for a caption.
const kinds = [["photo", "image", "attachPhoto", "image/*"], ["document", "file", "attachFile", ""], ["voice", "voice", "attachVoice", "audio/*"], ["audio", "audio", "attachAudio", "audio/*"]];

const about = () => ({ from: store.me, replyTo: reply?.message_id, threadId: thread.topic ?? undefined });

function attachFiles(files, kind) {
  if (kind === "voice") sendVoice(files[0]);
  else tray.add(files, kind);
  field.focus();
}

async function sendVoice(file, duration) {
  try {
    await api.upload(openChat(), { ...about(), file, kind: "voice", duration });
    turnTo(null, null);
  } catch {
    toast(t("notSent"));
  }
}

function onKey(event) {
  const open = !popup.hidden;
  const shown = matching();
  if (event.key === "Escape") {
    popup.hidden = attachMenu.hidden = true;
    if (voice.cancel()) return;
    if (reply || editing) turnTo(null, null);
    else tray.clear();
  } else if (open && shown.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    chosen = (chosen + (event.key === "ArrowDown" ? 1 : shown.length - 1)) % shown.length;
    drawPopup();
  } else if (open && shown.length && (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey))) {
    event.preventDefault();
    if (event.key === "Tab") setText(`/${shown[chosen].command}`);
    else run(shown[chosen]);
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  } else if (event.key === "ArrowUp" && !field.value && !editing) {
    event.preventDefault();
    editLast();
  }
}

export function startComposer() {
  footer.append(el("div.composer-inner", {}, chips, el("div.popup-anchor", {}, popup, attachMenu,
    el("div.line-up", {}, el("div.box", {}, voice.strip, subjectLine, tray.box, el("div.field", {}, menu, field, attach, voice.button, picker)), send))));

  field.oninput = () => { chosen = 0; texts.set(keyFor(), field.value); grow(); drawPopup(); };
  field.onkeydown = onKey;
  field.onpaste = event => { const { files } = event.clipboardData; if (files.length) { event.preventDefault(); tray.add(files); } };
  send.onclick = submit;
  voice.button.onclick = () => voice.speak(sendVoice);
  tray.onChange(grow);
  menu.onclick = () => { attachMenu.hidden = true; if (popup.hidden) drawPopup(true); else popup.hidden = true; };
  attach.onclick = () => { popup.hidden = true; attachMenu.hidden = !attachMenu.hidden; };
  attachMenu.append(...kinds.map(([kind, picture, label, accept]) => el("button", {
    type: "button",
    role: "menuitem",
    "data-testid": `attach-${kind}`,
    onclick: () => {
      attachMenu.hidden = true;
      picker.accept = accept;
      picker.multiple = kind !== "voice";
      picker.onchange = () => { if (picker.files[0]) attachFiles([...picker.files], kind); picker.value = ""; };
      picker.click();
    },
  }, icon(picture), t(label))));
  document.addEventListener("click", event => { if (!footer.contains(event.target)) popup.hidden = attachMenu.hidden = true; });

  const app = document.querySelector("#app");
  document.querySelector(".thread").dataset.drop = t("dropHere");
  app.ondragover = event => { event.preventDefault(); app.classList.add("dropping"); };
  app.ondragleave = event => { if (!event.relatedTarget) app.classList.remove("dropping"); };
  app.ondrop = event => { event.preventDefault(); app.classList.remove("dropping"); if (event.dataTransfer.files.length) { tray.add(event.dataTransfer.files); field.focus(); } };

  Object.assign(thread.actions, {
    onReply: message => turnTo(message, null),
    onEdit: message => turnTo(null, message),
    onCommand: command => say(openChat(), command).catch(() => toast(t("notSent"))),
  });

  on("open", () => {
    turnTo(null, null);
    tray.clear();
    voice.cancel();
    setText(texts.get(keyFor()) ?? "");
    popup.hidden = attachMenu.hidden = true;
    // The open menu belongs to the previous chat.
    commands = [];
    menu.hidden = true;
    greet();
    if (matchMedia("(hover: hover)").matches) field.focus();
  });
  on("state", () => { greet(); grow(); });
  on("commands", loadCommands);
  grow();
}

function greet() {
  const me = person(store.me);
  field.placeholder = me ? t("messageTo", me.first_name) : t("message");
  document.documentElement.lang = language;
  drawChips();
  loadCommands();
}
