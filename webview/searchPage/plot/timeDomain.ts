import type { FoundRow } from '../foundTraces.ts';

/** Of the searched time: below this share the plot shows only where there is something. */
const SPARSE_SHARE = 0.3;
const AIR = 0.06;

/**
 * The time that the plot shows, in epoch milliseconds: what was searched, or only the part with results when they would stand in a corner
 * of it, such as the newest fifty of a week.
 */
export function timeDomain(fromMs: number, toMs: number, rows: readonly FoundRow[]): readonly [number, number] {
  let [first, last] = [Infinity, -Infinity];
  for (const { startMs } of rows) {
    first = Math.min(first, startMs);
    last = Math.max(last, startMs);
  }
  first = Math.max(first, fromMs);
  last = Math.min(last, toMs);
  if (first > last || last - first >= (toMs - fromMs) * SPARSE_SHARE) return [fromMs, toMs];
  const airMs = Math.max((last - first) * AIR, (toMs - fromMs) / 1000, 1);
  return [Math.max(fromMs, first - airMs), Math.min(toMs, last + airMs)];
}
