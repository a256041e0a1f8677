import type { TraceColumns } from './trace.ts';

/**
 * The time in which a span worked itself: its duration without the union of its children's, each clipped to the span.
 * One pass: rows come depth first and siblings by start, so per parent a cursor that never goes back measures the union.
 */
export function selfTimes({ count, startNs, durationNs, depth }: TraceColumns): Float64Array {
  const selfNs = durationNs.slice();
  const coveredTo = startNs.slice();
  const ancestors = new Uint32Array(maxOf(depth) + 1);
  for (let row = 0; row < count; row++) {
    const level = depth[row]!;
    ancestors[level] = row;
    if (level === 0) continue;
    const parent = ancestors[level - 1]!;
    const from = Math.max(startNs[row]!, coveredTo[parent]!);
    const to = Math.min(startNs[row]! + durationNs[row]!, startNs[parent]! + durationNs[parent]!);
    if (to <= from) continue;
    selfNs[parent]! -= to - from;
    coveredTo[parent] = to;
  }
  // Differences of doubles may leave a hair below zero.
  for (let row = 0; row < count; row++) if (selfNs[row]! < 0) selfNs[row] = 0;
  return selfNs;
}

function maxOf(values: Uint32Array): number {
  let max = 0;
  for (const value of values) if (value > max) max = value;
  return max;
}
