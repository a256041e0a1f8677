import { setTimeout as wait } from 'node:timers/promises';

/** Stands in for work elsewhere (a disk, a database): waits, between the two limits, without using the processor. */
export function pause(minMs: number, maxMs: number): Promise<void> {
  return wait(minMs + Math.random() * (maxMs - minMs));
}
