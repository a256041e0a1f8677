import type { TraceSummary } from '../core/trace.ts';

/** By start, latest first. Decimal nanoseconds without leading zeros compare by length first. */
export function newestFirst<T extends Pick<TraceSummary, 'startEpochNs'>>(traces: readonly T[]): readonly T[] {
  return traces.toSorted(
    (a, b) =>
      b.startEpochNs.length - a.startEpochNs.length ||
      (b.startEpochNs > a.startEpochNs ? 1 : b.startEpochNs < a.startEpochNs ? -1 : 0),
  );
}
