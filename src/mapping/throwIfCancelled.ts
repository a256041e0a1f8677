import { Problem } from '../core/problem.ts';

/** To be called after each wait: who asked may have moved on. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new Problem('cancelled', 'Cancelled.');
}
