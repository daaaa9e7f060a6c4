import * as annotations from './annotations.js';
import { find } from './dom.js';
import * as header from './header.js';
import * as panels from './panel.js';
import { PrometheusMissing } from './prometheus.js';
import { choices, fill, rangeOf } from './variables.js';

const getJson = async path => {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  return response.json();
};

const boards = await getJson('/board/boards');
const uid = location.pathname.split('/')[2] ?? boards[0].uid;
const board = await getJson(`/board/boards/${uid}`);
const variables = board.templating.list;

// What the person has chosen is part of the address, so that it can be shared and survives a reload.
const address = new URLSearchParams(location.search);
const settings = {
  range: Number(address.get('range') ?? header.secondsOf(board.time.from)),
  refresh: Number(address.get('refresh') ?? header.secondsOf(board.refresh)),
  variables: Object.fromEntries(variables.map(({ name }) => [name, address.get(`var-${name}`) ?? '$__all'])),
};

const created = board.panels.map(panels.create);
find('panels').replaceChildren(...created);

let timer;
let round = 0;

async function refresh() {
  clearTimeout(timer);
  const mine = ++round;
  const range = rangeOf(settings.range);
  const context = { range, fill: text => fill(text, range, settings.variables) };
  try {
    header.drawVariables(variables, await Promise.all(variables.map(variable => choices(variable, range))), settings.variables, changed);
    context.annotations = await annotations.load(board, context);
    await Promise.all(board.panels.map((panel, index) => panels.update(panel, created[index], context)));
    say(null);
  } catch (failure) {
    say(failure instanceof PrometheusMissing ? failure.message : `The board could not be loaded: ${failure.message}`);
  }
  document.body.dataset.refreshed = String(mine);
  // A person's change has already begun the next round.
  if (mine === round && settings.refresh > 0) timer = setTimeout(whenVisible, settings.refresh * 1000);
}

// A hidden page asks for nothing.
function whenVisible() {
  if (document.visibilityState === 'visible') refresh();
  else document.addEventListener('visibilitychange', whenVisible, { once: true });
}

function say(sentence) {
  const notice = find('notice');
  notice.hidden = sentence === null;
  notice.textContent = sentence;
}

function changed(change) {
  Object.assign(settings, { ...change, variables: { ...settings.variables, ...change.variables } });
  const chosen = new URLSearchParams({ range: settings.range, refresh: settings.refresh });
  for (const [name, value] of Object.entries(settings.variables)) chosen.set(`var-${name}`, value);
  history.replaceState(null, '', `?${chosen}`);
  header.draw(board, boards, settings, changed);
  refresh();
}

header.draw(board, boards, settings, changed);
refresh();
