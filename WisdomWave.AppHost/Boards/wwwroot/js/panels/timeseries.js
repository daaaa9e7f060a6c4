import { fieldOf } from '../fields.js';
import { queryRange } from '../prometheus.js';
import { format, formatTick } from '../units.js';
import { legend } from '../variables.js';

const colors = ['#5794f2', '#73bf69', '#ff9830', '#f2495c', '#b877d9', '#37872d', '#fade2a', '#8ab8ff', '#c4162a', '#3274d9', '#ffa6b0', '#96d98d'];
const legendHeight = 46;
// Ticks at 16 MiB, 32 MiB, … instead of at 10,000,000 bytes.
const powersOfTwo = Array.from({ length: 50 }, (_, power) => 2 ** power);
const charts = new WeakMap();

export async function load(panel, { range, fill, annotations }) {
  const answers = await Promise.all(panel.targets.map(async target =>
    (await queryRange(fill(target.expr), range)).map(series => ({ name: legend(target.legendFormat, series.labels), points: series.points }))));
  const series = answers.flat();
  return series.length === 0 ? [] : { series, range, annotations };
}

export function draw(panel, body, { series, range, annotations }) {
  const times = [];
  for (let time = range.from; time <= range.to; time += range.step) times.push(time);
  const values = series.map(({ points }) => times.map(time => finite(points.get(time))));
  const stacked = panel.fieldConfig.defaults.custom.stacking.mode === 'normal';
  const data = [times, ...(stacked ? sums(values) : values)];

  const names = series.map(({ name }) => name).join('\n');
  const known = charts.get(body);
  if (known?.names === names && body.contains(known.chart.root)) {
    Object.assign(known.state, { values, annotations });
    known.chart.setData(data);
    return;
  }

  known?.chart.destroy();
  body.replaceChildren();
  const state = { values, annotations };
  const chart = new uPlot(optionsOf(panel, body, series, stacked, state), data, body);
  charts.set(body, { chart, names, state });
  new ResizeObserver((_, observer) => {
    if (!body.contains(chart.root)) observer.disconnect();
    else chart.setSize(sizeOf(body));
  }).observe(body);
}

const finite = value => (Number.isFinite(value) ? value : null);

// Each series on top of the one before it. Where only some have a value, the others count as 0, so that those above them stay visible.
function sums(values) {
  let below = values[0].map((_, index) => (values.some(series => series[index] !== null) ? 0 : null));
  return values.map(series => (below = series.map((value, index) => (below[index] === null ? null : below[index] + (value ?? 0)))));
}

const sizeOf = body => ({ width: Math.max(body.clientWidth - 2, 80), height: Math.max(body.clientHeight - legendHeight, 60) });

function optionsOf(panel, body, series, stacked, state) {
  const { unit, decimals, custom, min } = fieldOf(panel, '');
  const axis = { stroke: getComputedStyle(body).color, grid: { stroke: '#8883', width: 1 }, ticks: { show: false } };
  return {
    ...sizeOf(body),
    cursor: { sync: { key: 'board' }, y: false },
    scales: { y: { range: (_, low, high) => [min ?? low ?? 0, high > (min ?? low) ? high * 1.05 : (min ?? 0) + 1] } },
    axes: [
      { ...axis, size: 28, values: (_, ticks) => ticks.map(clock) },
      { ...axis, size: 66, ...(unit === 'bytes' ? { incrs: powersOfTwo } : {}), values: (_, ticks) => ticks.map(tick => formatTick(unit, tick, ticks[1] - ticks[0])) },
    ],
    series: [
      { value: (_, time) => (time === null ? '' : clock(time)) },
      ...series.map(({ name }, index) => ({
        label: name,
        stroke: colors[index % colors.length],
        fill: custom.fillOpacity ? colors[index % colors.length] + Math.round(custom.fillOpacity * 2.55).toString(16).padStart(2, '0') : undefined,
        width: custom.lineWidth,
        points: { show: false },
        spanGaps: custom.spanNulls,
        value: (_, __, ___, at) => valueAt(state.values[index], at, unit, decimals),
      })),
    ],
    // Fills only the area between a series and the one below it.
    bands: stacked ? series.slice(1).map((_, index) => ({ series: [index + 2, index + 1] })) : [],
    hooks: { draw: [chart => drawAnnotations(chart, state.annotations)] },
  };
}

// Without a cursor, the newest value.
function valueAt(values, index, unit, decimals) {
  const value = index === null ? values.findLast(candidate => candidate !== null) : values[index];
  return value === null || value === undefined ? '–' : format(unit, value, decimals);
}

const clock = time => {
  const date = new Date(time * 1000);
  const text = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: date.getSeconds() ? '2-digit' : undefined });
  return text === '00:00' ? date.toLocaleDateString('en-GB', { day: '2-digit', month: '2-digit' }) : text;
};

function drawAnnotations(chart, annotations) {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.font = `${11 * devicePixelRatio}px system-ui`;
  ctx.textAlign = 'right';
  let labelled = -Infinity;
  for (const { time, text, color } of annotations.toSorted((left, right) => left.time - right.time)) {
    const x = chart.valToPos(time, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.strokeStyle = ctx.fillStyle = color;
    ctx.setLineDash([4, 4]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    // Services start together: one label for marks that lie close to each other.
    if (x - labelled < 90 * devicePixelRatio) continue;
    labelled = x;
    ctx.fillText(text, x - 3, bbox.top + 10 * devicePixelRatio);
  }
  ctx.restore();
}
