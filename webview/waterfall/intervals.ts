import type { TraceColumns } from '../../src/core/trace.ts';
import { nsAt, type TimeAxis, xOf } from './timeAxis.ts';

/** Stretches of time that do not overlap, in order; offsets from the trace's start. */
export interface Intervals {
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
}

/** Gaps narrower than this are not drawn: nobody would see them. */
const MIN_GAP_PX = 0.5;

/**
 * The union of the times of `rows`, which come by start, each clipped to [fromNs, toNs]. Rows without length are left out.
 * One pass.
 */
export function unionOf(columns: TraceColumns, rows: Iterable<number>, fromNs: number, toNs: number): Intervals {
  const starts: number[] = [];
  const ends: number[] = [];
  for (const row of rows) {
    const start = Math.max(fromNs, columns.startNs[row]!);
    const end = Math.min(toNs, columns.startNs[row]! + columns.durationNs[row]!);
    if (end <= start) continue;
    const last = ends.length - 1;
    if (last >= 0 && start <= ends[last]!) ends[last] = Math.max(ends[last]!, end);
    else {
      starts.push(start);
      ends.push(end);
    }
  }
  return { startNs: Float64Array.from(starts), endNs: Float64Array.from(ends) };
}

/**
 * Calls `paint` for what is seen of the intervals [from, to), never more often than the axis has pixels: what falls together on the
 * screen is painted as one, and found by bisection instead of by going there one by one.
 */
export function paintIntervals(
  { startNs, endNs }: Intervals,
  from: number,
  to: number,
  axis: TimeAxis,
  paint: (xPx: number, widthPx: number) => void,
): void {
  const { fromNs, toNs } = axis.window;
  let index = firstAbove(endNs, from, to, fromNs);
  while (index < to && startNs[index]! < toNs) {
    const x = xOf(axis, Math.max(fromNs, startNs[index]!));
    let end = Math.max(x, xOf(axis, Math.min(toNs, endNs[index]!)));
    for (;;) {
      const next = firstAbove(startNs, index + 1, to, nsAt(axis, Math.max(x + 1, end) + MIN_GAP_PX));
      if (next === index + 1) break;
      index = next - 1;
      end = Math.max(end, xOf(axis, Math.min(toNs, endNs[index]!)));
    }
    paint(x, end - x);
    index++;
  }
}

/** Index of the first of the ascending values [from, to) that is above `limit`; `to` when there is none. */
function firstAbove(values: Float64Array, from: number, to: number, limit: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
