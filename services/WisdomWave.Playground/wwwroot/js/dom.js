// Elements, icons and avatars.
const paths = {
  back: "M15 5l-7 7 7 7",
  down: "M6 9l6 6 6-6",
  attach: "M20 11.5l-8.2 8.2a5.2 5.2 0 0 1-7.4-7.4l8.5-8.5a3.5 3.5 0 0 1 5 5l-8.5 8.4a1.7 1.7 0 0 1-2.4-2.4l7.7-7.7",
  menu: "M4 7h16M4 12h16M4 17h10",
  reply: "M10 7L4 12l6 5v-3.2c5-.2 8 1.2 10 4.2-.4-5-3.6-8.3-10-8.8z",
  edit: "M4 20h4L19.5 8.5a2.1 2.1 0 0 0-3-3L5 17v3zM14 7l3 3",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  check: "M5 12.5l4.5 4.5L19 7.5",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  voice: "M12 15a3.5 3.5 0 0 0 3.5-3.5v-5a3.5 3.5 0 0 0-7 0v5A3.5 3.5 0 0 0 12 15zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3",
  audio: "M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-2.5-2.5H9zM19 16a2.5 2.5 0 1 1-2.5-2.5H19z",
  forward: "M14 7l6 5-6 5v-3.2c-5-.2-8 1.2-10 4.2.4-5 3.6-8.3 10-8.8z",
  play: "M8 5.5v13l11-6.5z",
  pause: "M8 5.5v13M16 5.5v13",
  send: "M3.4 20.4l17.8-7.6a.9.9 0 0 0 0-1.6L3.4 3.6a.7.7 0 0 0-1 .8L4 10.4l9.5 1.6L4 13.6l-1.6 6a.7.7 0 0 0 1 .8z",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.appendChild(document.createElementNS(svg.namespaceURI, "path")).setAttribute("d", paths[name]);
  return svg;
}

/** el("button.icon", { type: "button", onclick }, child, …); attributes that are undefined or false are omitted. */
export function el(selector, attributes = {}, ...children) {
  const [tag, ...classes] = selector.split(".");
  const element = document.createElement(tag || "div");
  element.classList.add(...classes);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false || value === null) continue;
    if (name.startsWith("on")) element[name] = value;
    else if (name.startsWith("--")) element.style.setProperty(name, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

export const iconButton = (name, label, attributes = {}) =>
  el("button.icon", { type: "button", "aria-label": label, title: label, ...attributes }, icon(name));

const hues = [["#ff885e", "#ff516a"], ["#ffcd6a", "#ffa85c"], ["#82b1ff", "#665fff"], ["#a0de7e", "#54cb68"], ["#53edd6", "#28c9b7"], ["#72d5fd", "#2a9ef1"], ["#e0a2f3", "#d669ed"]];
const names = ["#d45246", "#c9852b", "#6c61df", "#46ba43", "#34a99a", "#3a8fd8", "#c14fc7"];
const slot = id => Math.abs(Number(id)) % hues.length;

export const nameColor = id => names[slot(id)];

export function paintAvatar(element, id, name, isWave = false) {
  const [from, to] = hues[slot(id)];
  element.style.setProperty("--from", from);
  element.style.setProperty("--to", to);
  element.replaceChildren(isWave ? el("img", { src: "/page/favicon.svg", alt: "" }) : name.trim().slice(0, 1).toUpperCase());
  return element;
}

export const avatar = (id, name, isWave) => paintAvatar(el("div.avatar", { "aria-hidden": "true" }), id, name, isWave);

export function toast(text) {
  const item = el("div.toast", { "data-testid": "toast" }, text);
  document.querySelector("#toasts").append(item);
  setTimeout(() => item.remove(), 3500);
}

export function alertBox(text) {
  const box = document.querySelector("#alert");
  box.querySelector("p").textContent = text;
  box.showModal();
}
