// Calls the playground's API for people.
async function call(method, path, body) {
  const isForm = body instanceof FormData;
  const response = await fetch(path, {
    method,
    headers: body && !isForm ? { "Content-Type": "application/json" } : undefined,
    body: body && !isForm ? JSON.stringify(body) : body,
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return response.status === 204 || response.headers.get("Content-Length") === "0" ? null : response.json();
}

const at = (chat, rest) => `/api/chats/${chat.chat.id}/${rest}${chat.bot_id ? `${rest.includes("?") ? "&" : "?"}bot=${chat.bot_id}` : ""}`;

export const api = {
  state: () => call("GET", "/api/state"),
  say: (chat, said) => call("POST", at(chat, "messages"), said),
  edit: (chat, messageId, from, text) => call("PUT", at(chat, `messages/${messageId}`), { from, text }),
  press: (chat, messageId, from, data) => call("POST", at(chat, "callbacks"), { from, message_id: messageId, data }),
  stop: (chat, draftId) => call("POST", at(chat, `drafts/${draftId}/stop`)),
  commands: (chat, person, bot, language) => call("GET", `/api/chats/${chat.chat.id}/commands?person=${person}&bot=${bot}&language=${language}`),
  forward: (chat, forwarded) => call("POST", at(chat, "forwards"), forwarded),
  upload(chat, { from, file, kind, caption, replyTo, threadId, album, duration }) {
    const form = new FormData();
    form.set("from", from);
    form.set("kind", kind);
    if (caption) form.set("caption", caption);
    if (replyTo) form.set("reply_to", replyTo);
    if (threadId) form.set("message_thread_id", threadId);
    if (album) form.set("media_group_id", album);
    if (duration) form.set("duration", duration);
    form.set("file", file, file.name);
    return call("POST", at(chat, "files"), form);
  },
};
