import { labelValues } from './prometheus.js';

const all = '$__all';

// Prometheus is asked every 5 s; Grafana's data source has the same setting.
const scrapeInterval = 5;
const points = 240;

/** The choices of a variable: [value, text]. Its query is label_values(metric, label). */
export async function choices(variable, range) {
  const [, metric, label] = /^label_values\((.+),\s*(\w+)\)$/.exec(variable.query.query);
  const values = await labelValues(label, metric, range);
  return [[all, 'All'], ...values.map(value => [value, value])];
}

/** The times of a query: whole steps, so that the points of two refreshes lie on each other. */
export function rangeOf(seconds, now = Date.now() / 1000) {
  const step = Math.max(scrapeInterval, Math.ceil(seconds / points / scrapeInterval) * scrapeInterval);
  const to = Math.ceil(now / step) * step;
  return { from: to - seconds, to, step, seconds };
}

/** Replaces the variables of a query, and Grafana's own. */
export function fill(text, range, values) {
  const known = {
    __rate_interval: `${Math.max(range.step + scrapeInterval, 4 * scrapeInterval)}s`,
    __interval: `${range.step}s`,
    __range: `${range.seconds}s`,
  };
  for (const [name, value] of Object.entries(values)) known[name] = value === all ? '.*' : escape(value);
  return text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (match, braced, plain) => known[braced ?? plain] ?? match);
}

// The value stands in a regular expression inside a string of PromQL.
const escape = value => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\\\$&').replace(/"/g, '\\"');

/** "{{bot}}: {{outcome}}" with the labels of a series. */
export const legend = (format, labels) =>
  format ? format.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label) => labels[label] ?? '') : JSON.stringify(labels);
