import type { RowTree } from './rowTree.ts';
import { KIND_MASK, type TraceColumns } from './trace.ts';

export interface ClockSkew {
  /** Per row: what to add to its start, in whole nanoseconds; 0 for none. The sum is never negative. */
  readonly deltaNs: Float64Array;
  /** Rows whose delta is not 0. */
  readonly adjusted: number;
}

const PRODUCER = 4;
const CONSUMER = 5;

/**
 * Guesses, as Jaeger does, how far the clocks of hosts are apart, from children that do not lie within their parents. A guess: show it
 * as one, beside the raw times. From the roots, whose clocks are believed, down:
 * - A span on its parent's clock moves as its parent does.
 * - One on another clock stays if it lies within its parent as that was moved, and else goes to the middle of it: the way there is taken
 *   to last as long as the way back.
 * - One that its parent did not wait for (it is longer, or the consumer of a producer) only goes to the parent's start, if it was before.
 *   (Jaeger centres consumers too, and so moves messages to before they were taken.)
 *
 * Same clock means same host; where either host is unknown, same service (Jaeger takes unknown hosts for different ones, and moves
 * spans of one process).
 * @param hostOf per row, 0 for unknown
 * @param grainNs by how much a child may stick out of its parent without saying anything about clocks
 */
export function clockSkew(columns: TraceColumns, { parent }: RowTree, hostOf: Uint32Array, grainNs = 0): ClockSkew {
  const { count, startNs, durationNs, service, flags } = columns;
  const deltaNs = new Float64Array(count);
  let adjusted = 0;
  for (let row = 0; row < count; row++) {
    const up = parent[row]!;
    if (up < 0) continue;
    // A span may have started before its moved parent; the ruler begins at the trace's start.
    const delta = Math.max(isSameClock(row, up) ? deltaNs[up]! : needed(row, up), -startNs[row]!);
    if (delta === 0) continue;
    deltaNs[row] = delta;
    adjusted++;
  }
  return { deltaNs, adjusted };

  function isSameClock(row: number, up: number): boolean {
    if (hostOf[row] === 0 || hostOf[up] === 0) return service[row] === service[up];
    return hostOf[row] === hostOf[up];
  }

  function needed(row: number, up: number): number {
    const start = startNs[row]!;
    const parentStart = startNs[up]! + deltaNs[up]!;
    const spareNs = durationNs[up]! - durationNs[row]!;
    const isMessage = (flags[up]! & KIND_MASK) === PRODUCER && (flags[row]! & KIND_MASK) === CONSUMER;
    if (start >= parentStart - grainNs && start <= parentStart + spareNs + grainNs) return 0;
    if (spareNs < 0 || isMessage) return Math.max(0, parentStart - start);
    return parentStart + Math.floor(spareNs / 2) - start;
  }
}
