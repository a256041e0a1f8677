import type { FoundRow } from '../foundTraces.ts';

/** The shortest and the longest duration; 1 ns when there is nothing. */
export function durationSpan(rows: readonly FoundRow[]): readonly [number, number] {
  let [least, most] = [Infinity, 1];
  for (const { trace } of rows) {
    least = Math.min(least, trace.durationNs);
    most = Math.max(most, trace.durationNs);
  }
  return [Math.min(least, most), most];
}
