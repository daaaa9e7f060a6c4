import { element } from '../dom.js';
import { fieldOf, shown } from '../fields.js';
import { queryAt } from '../prometheus.js';

// Like Grafana's transformations of our tables: rows joined by one label, a column for each query.

const transformation = (panel, id) => panel.transformations.find(candidate => candidate.id === id)?.options;

export async function load(panel, { range, fill }) {
  const label = transformation(panel, 'joinByField').byField;
  const rows = new Map();
  await Promise.all(panel.targets.map(async target => {
    for (const { labels, value } of await queryAt(fill(target.expr), range.to)) {
      const row = rows.get(labels[label]) ?? new Map();
      rows.set(labels[label], row.set(target.refId, value));
    }
  }));
  return [...rows].sort(([left], [right]) => left.localeCompare(right));
}

export function draw(panel, body, rows) {
  const label = transformation(panel, 'joinByField').byField;
  const names = transformation(panel, 'organize').renameByName;
  const columns = panel.targets.map(({ refId }) => ({ refId, name: names[`Value #${refId}`] }));
  body.replaceChildren(element('table', {},
    element('thead', {}, element('tr', {}, ...[names[label], ...columns.map(column => column.name)].map(name => element('th', { textContent: name })))),
    element('tbody', {}, ...rows.map(([key, row]) => element('tr', {},
      element('td', { textContent: key }),
      ...columns.map(({ refId, name }) => cell(fieldOf(panel, name), row.get(refId))))))));
}

function cell(field, value) {
  if (value === undefined) return element('td', { textContent: field.noValue });
  const { text, color } = shown(field, value);
  const colored = field['custom.cellOptions']?.type === 'color-text';
  return element('td', { className: colored ? color ?? '' : '', textContent: text });
}
