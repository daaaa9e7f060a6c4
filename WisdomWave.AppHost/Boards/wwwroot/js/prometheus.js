const root = '/board/prometheus/api/v1';

/** Prometheus cannot be asked at all; the message says what to do. */
export class PrometheusMissing extends Error {}

async function ask(path, parameters) {
  const response = await fetch(`${root}/${path}?${new URLSearchParams(parameters)}`);
  if (response.status === 503) throw new PrometheusMissing(await response.text());
  const answer = await response.json();
  if (answer.status !== 'success') throw new Error(answer.error);
  return answer.data;
}

/** @returns the series with a value at that time: [{labels, value}] */
export async function queryAt(query, time) {
  const { resultType, result } = await ask('query', { query, time });
  if (resultType === 'scalar') return [{ labels: {}, value: Number(result[1]) }];
  return result.map(series => ({ labels: series.metric, value: Number(series.value[1]) }));
}

/** @returns the series over the time: [{labels, points: Map(time, value)}] */
export async function queryRange(query, { from, to, step }) {
  const { result } = await ask('query_range', { query, start: from, end: to, step });
  return result.map(series => ({
    labels: series.metric,
    points: new Map(series.values.map(([time, value]) => [time, Number(value)])),
  }));
}

export const labelValues = (label, metric, { from, to }) =>
  ask(`label/${encodeURIComponent(label)}/values`, { 'match[]': metric, start: from, end: to });
