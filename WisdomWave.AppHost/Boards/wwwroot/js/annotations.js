import { queryRange } from './prometheus.js';
import { legend } from './variables.js';

/** The marks of a board: [{time, text, color}]. The values of its queries are times, in milliseconds. */
export async function load(board, { range, fill }) {
  const marks = await Promise.all(board.annotations.list.filter(annotation => annotation.enable && annotation.expr).map(async annotation => {
    const series = await queryRange(fill(annotation.expr), range);
    return series.flatMap(({ labels, points }) => [...new Set(points.values())]
      .map(time => ({ time: time / 1000, text: legend(annotation.titleFormat, labels), color: annotation.iconColor })));
  }));
  return marks.flat();
}
