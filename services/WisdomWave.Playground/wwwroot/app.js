const list = document.querySelector("#messages");
const text = document.querySelector("#text");
const state = await (await fetch("/api/state")).json();
const ann = state.people[0].id;

function show(message) {
  let item = document.getElementById(message.message_id);
  if (!item) {
    item = list.appendChild(document.createElement("li"));
    item.id = message.message_id;
    item.className = message.from.is_bot ? "theirs" : "own";
  }
  item.textContent = message.text ?? message.caption ?? "(file)";
  item.scrollIntoView();
}

state.chats.find(chat => chat.chat.id === ann).messages.forEach(show);
new EventSource(`/api/events?chat=${ann}`).onmessage = event => {
  const happened = JSON.parse(event.data);
  if (happened.message && ["message", "edited"].includes(happened.type)) show(happened.message);
};

const send = async () => {
  const body = JSON.stringify({ from: ann, text: text.value, language_code: navigator.language });
  text.value = "";
  await fetch(`/api/chats/${ann}/messages`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
};
document.querySelector("#composer").onsubmit = event => { event.preventDefault(); send(); };
text.onkeydown = event => { if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); send(); } };
