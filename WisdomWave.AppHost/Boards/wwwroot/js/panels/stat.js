import { element } from '../dom.js';
import { fieldOf, shown } from '../fields.js';
import { queryAt } from '../prometheus.js';
import { legend } from '../variables.js';

export async function load(panel, { range, fill }) {
  const answers = await Promise.all(panel.targets.map(async target => {
    const series = await queryAt(fill(target.expr), range.to);
    return series.map(({ labels, value }) => ({ name: legend(target.legendFormat, labels), value }));
  }));
  return answers.flat();
}

export function draw(panel, body, values) {
  const hasNames = panel.options.textMode === 'value_and_name';
  body.replaceChildren(element('div', { className: 'stats' }, ...values.map(({ name, value }) => {
    const { text, color } = shown(fieldOf(panel, name), value);
    return element('div', { className: 'stat' },
      element('b', { className: color ?? '', textContent: text }),
      ...(hasNames ? [element('span', { textContent: name })] : []));
  })));
}
