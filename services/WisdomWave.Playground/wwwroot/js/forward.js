// The dialog that forwards a message to another chat.
import { api } from "./api.js";
import { summary } from "./bubble.js";
import { avatar, el, toast } from "./dom.js";
import { myChats, open, openChat, store, titleOf } from "./store.js";
import { t } from "./texts.js";

const dialog = document.querySelector("#forward");

export function forward(message) {
  const from = openChat();
  dialog.querySelector("p").textContent = summary(message);
  dialog.querySelector(".choices").replaceChildren(...myChats().map(chat => el("button", {
    type: "button",
    "data-testid": "forward-to",
    onclick: async () => {
      dialog.close();
      try {
        await api.forward(chat, { from: store.me, message_id: message.message_id, from_chat_id: from.chat.id, from_bot_id: from.bot_id });
        if (chat !== from) open(chat);
      } catch {
        toast(t("notSent"));
      }
    },
  }, avatar(chat.bot_id ?? chat.chat.id, titleOf(chat), Boolean(chat.bot_id)), titleOf(chat))));
  dialog.showModal();
}

dialog.onclick = event => { if (event.target === dialog) dialog.close(); };
