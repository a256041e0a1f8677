import type { RowTree } from '../../../src/core/rowTree.ts';
import type { TraceColumns } from '../../../src/core/trace.ts';

/** Levels for spans on a time axis. */
interface Lanes {
  /** Of each row; below that of its parent. */
  readonly level: Uint32Array;
  readonly count: number;
}

/**
 * Gives each span the first level below its parent's in which nothing lies in its time: what runs in parallel comes one below the other.
 * A level is free from the latest end in it on, so the question is for the first level with an end not after the span's start, which a
 * tree of minima answers in log n: SigNoz's scan from level to level took 11 minutes for 92,000 siblings (SigNoz#11578).
 */
export function spanLanes({ count, startNs, durationNs }: TraceColumns, { parent }: RowTree): Lanes {
  const level = new Uint32Array(count);
  const size = 2 ** Math.ceil(Math.log2(count + 1));
  // Entry i + size: latest end in level i; entry i below `size`: the least of entries 2i and 2i + 1.
  const ends = new Float64Array(2 * size).fill(Number.NEGATIVE_INFINITY);
  let lanes = 0;
  for (let row = 0; row < count; row++) {
    const start = startNs[row]!;
    const above = parent[row]! < 0 ? -1 : level[parent[row]!]!;
    const lane = firstFree(ends, size, above + 1, start);
    level[row] = lane;
    lanes = Math.max(lanes, lane + 1);
    let at = lane + size;
    ends[at] = Math.max(ends[at]!, start + durationNs[row]!);
    while (at > 1) {
      at >>= 1;
      const least = Math.min(ends[2 * at]!, ends[2 * at + 1]!);
      if (ends[at] === least) break;
      ends[at] = least;
    }
  }
  return { level, count: lanes };
}

/** There always is one: levels outnumber spans. */
function firstFree(ends: Float64Array, size: number, from: number, start: number): number {
  let at = from + size;
  while (ends[at]! > start) {
    while (at % 2 === 1) at >>= 1;
    at++;
  }
  while (at < size) {
    at *= 2;
    if (ends[at]! > start) at++;
  }
  return at - size;
}
