/** Creates an element. A child is an element or a text; texts are never read as HTML. */
export function element(name, properties = {}, ...children) {
  const created = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) {
    if (property in created) created[property] = value;
    else created.setAttribute(property, value);
  }
  created.append(...children);
  return created;
}

export const find = id => document.getElementById(id);

/** Fills a select with [value, text] pairs and keeps or sets the chosen value. */
export function fillSelect(select, options, chosen) {
  select.replaceChildren(...options.map(([value, text]) => element('option', { value, textContent: text })));
  select.value = options.some(([value]) => value === chosen) ? chosen : options[0]?.[0];
}
