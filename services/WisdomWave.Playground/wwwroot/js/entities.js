// Converts text with Telegram's entities to DOM nodes. Offsets count UTF-16 code units, like JavaScript strings.
import { el, icon, toast } from "./dom.js";
import { t } from "./texts.js";

const blocks = new Set(["pre", "blockquote", "expandable_blockquote"]);
const safeLink = /^(https?:|mailto:|tg:)/i;

/** @param onCommand called with the text of a bot command that is pressed */
export function render(text, entities = [], onCommand) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return inside(text, 0, text.length, sorted, onCommand);
}

function inside(text, start, end, entities, onCommand) {
  const fragment = document.createDocumentFragment();
  let at = start;
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i];
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (to <= from) continue;
    append(fragment, text.slice(at, from), blocks.has(entity.type));
    const nested = [];
    while (i + 1 < entities.length && entities[i + 1].offset < to) nested.push(entities[++i]);
    fragment.append(wrap(entity, text.slice(from, to), inside(text, from, to, nested, onCommand), onCommand));
    at = to;
    // A block element already breaks the line.
    if (blocks.has(entity.type) && text[at] === "\n" && at < end) at++;
    // An entity that extends beyond this one's end continues after it.
    for (const rest of nested) {
      if (rest.offset + rest.length > to) entities.splice(i + 1, 0, { ...rest, offset: at, length: rest.offset + rest.length - at });
    }
  }
  append(fragment, text.slice(at, end), false);
  return fragment;
}

function append(fragment, text, beforeBlock) {
  const shown = beforeBlock && text.endsWith("\n") ? text.slice(0, -1) : text;
  if (shown) fragment.append(shown);
}

function wrap(entity, text, content, onCommand) {
  switch (entity.type) {
    case "bold": return el("strong", {}, content);
    case "italic": return el("em", {}, content);
    case "underline": return el("u", {}, content);
    case "strikethrough": return el("s", {}, content);
    case "code": return el("code.inline", { title: t("copy"), onclick: () => copy(text) }, content);
    case "pre": return codeBlock(text, entity.language);
    case "blockquote": return el("blockquote", {}, content);
    case "expandable_blockquote": return expandable(content);
    case "spoiler": return spoiler(content);
    case "url": return link(text, content);
    case "text_link": return link(entity.url, content);
    case "email": return link(`mailto:${text}`, content);
    case "mention":
    case "text_mention": return el("span.mention", {}, content);
    case "hashtag": return el("span.hashtag", {}, content);
    case "bot_command": return el("button.command", { type: "button", onclick: () => onCommand?.(text) }, content);
    default: return content;
  }
}

const link = (url, content) => safeLink.test(url ?? "")
  ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, content)
  : content;

function codeBlock(text, language) {
  const label = el("span", {}, t("copy"));
  const button = el("button", { type: "button", "data-testid": "copy-code" }, icon("copy"), label);
  button.onclick = async () => {
    await copy(text, true);
    button.replaceChildren(icon("check"), t("copied"));
    setTimeout(() => button.replaceChildren(icon("copy"), t("copy")), 1500);
  };
  return el(`figure.code${language ? "" : ".plain"}`, { "data-testid": "code" },
    el("figcaption", {}, el("span", {}, language ?? ""), button),
    el("pre", { tabindex: "0" }, el("code", {}, text)));
}

function expandable(content) {
  const folded = el("div.folded", {}, content);
  const toggle = el("button.unfold", { type: "button", "aria-expanded": "false" }, t("showMore"));
  const quote = el("blockquote.expandable", { "data-testid": "expandable" }, folded, toggle);
  quote.onclick = event => {
    if (event.target.closest("a") || getSelection().toString()) return;
    const open = folded.classList.toggle("folded") === false;
    toggle.textContent = t(open ? "showLess" : "showMore");
    toggle.setAttribute("aria-expanded", open);
  };
  return quote;
}

function spoiler(content) {
  const hidden = el("span.spoiler", { role: "button", tabindex: "0", "aria-label": t("spoiler"), "data-testid": "spoiler" }, content);
  const show = () => {
    hidden.classList.add("shown");
    hidden.removeAttribute("aria-label");
    hidden.removeAttribute("role");
  };
  hidden.onclick = show;
  hidden.onkeydown = event => (event.key === "Enter" || event.key === " ") && show();
  return hidden;
}

async function copy(text, quiet) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Browsers deny the clipboard to pages that another machine serves over HTTP.
    const area = document.body.appendChild(el("textarea", {}, text));
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  if (!quiet) toast(t("copied"));
}
