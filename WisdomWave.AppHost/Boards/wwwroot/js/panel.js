import { element } from './dom.js';
import { PrometheusMissing } from './prometheus.js';
import * as stat from './panels/stat.js';
import * as table from './panels/table.js';
import * as timeseries from './panels/timeseries.js';

const types = { stat, table, timeseries };

export const knownTypes = ['row', ...Object.keys(types)];

/** @returns the panel's element, at its place in the grid */
export function create(panel) {
  const created = panel.type === 'row'
    ? element('h2', { className: 'row', textContent: panel.title })
    : element('section', { className: 'panel', 'data-type': panel.type, 'data-state': 'loading' },
      element('h2', {}, panel.title, ' ', element('abbr', { title: panel.description, textContent: 'i' })),
      element('div', { className: 'body' }));
  const { x, y, w, h } = panel.gridPos;
  created.style.gridColumn = `${x + 1} / span ${w}`;
  created.style.gridRow = `${y + 1} / span ${h}`;
  return created;
}

/** Asks for the panel's data and shows them. A failure is shown in the panel. */
export async function update(panel, created, context) {
  if (panel.type === 'row') return;
  const body = created.querySelector('.body');
  try {
    const type = types[panel.type];
    if (!type) throw new Error(`This page does not know panels of the type ${panel.type}.`);
    const data = await type.load(panel, context);
    const isEmpty = Array.isArray(data) && data.length === 0;
    if (isEmpty) body.replaceChildren(element('p', { className: 'empty', textContent: panel.fieldConfig.defaults.noValue }));
    else type.draw(panel, body, data);
    created.dataset.state = isEmpty ? 'empty' : 'ready';
  } catch (failure) {
    created.dataset.state = 'error';
    // One sentence at the top of the page says it for all panels.
    if (failure instanceof PrometheusMissing) throw failure;
    body.replaceChildren(element('p', { className: 'error', textContent: failure.message }));
  }
}
