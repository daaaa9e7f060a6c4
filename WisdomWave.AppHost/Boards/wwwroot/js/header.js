import { element, fillSelect, find } from './dom.js';

const ranges = [['300', '5 minutes'], ['900', '15 minutes'], ['3600', '1 hour'], ['21600', '6 hours'], ['86400', '1 day'], ['604800', '7 days'], ['1209600', '14 days']];
const refreshes = [['0', 'off'], ['5', '5 s'], ['10', '10 s'], ['30', '30 s'], ['60', '1 min'], ['300', '5 min']];
const lengths = { s: 1, m: 60, h: 3600, d: 86400 };

/** "now-15m" or "10s" in seconds */
export const secondsOf = text => {
  const [, amount, unit] = /(\d+)([smhd])$/.exec(text);
  return amount * lengths[unit];
};

/** Shows the boards, the ranges and the links. */
export function draw(board, boards, settings, changed) {
  document.title = `${board.title} · WisdomWave`;
  find('boards').replaceChildren(...boards.map(({ uid, title, description }) => element('a', {
    href: `/board/${uid}${location.search}`, title: description, textContent: title, ...(uid === board.uid ? { 'aria-current': 'page' } : {}),
  })));
  find('links').replaceChildren(...board.links.filter(link => link.type === 'link').map(({ url, title, tooltip }) =>
    element('a', { href: url, title: tooltip, target: '_blank', rel: 'noopener', textContent: title })));
  fillSelect(find('range'), ranges, String(settings.range));
  fillSelect(find('refresh'), refreshes, String(settings.refresh));
  find('range').onchange = event => changed({ range: Number(event.target.value) });
  find('refresh').onchange = event => changed({ refresh: Number(event.target.value) });
  find('now').onclick = () => changed({});
}

/** Shows a select for each variable. Its choices may have changed since the last refresh. */
export function drawVariables(variables, choices, values, changed) {
  const place = find('variables');
  if (place.childElementCount !== variables.length) {
    place.replaceChildren(...variables.map(({ name, label }) => element('label', {}, `${label} `, element('select', { id: `var-${name}` }))));
  }
  variables.forEach(({ name }, index) => {
    const select = find(`var-${name}`);
    const texts = JSON.stringify(choices[index]);
    // An open list must not be replaced under the pointer.
    if (select.dataset.choices !== texts) fillSelect(select, choices[index], values[name]);
    select.dataset.choices = texts;
    select.onchange = () => changed({ variables: { [name]: select.value } });
  });
}
