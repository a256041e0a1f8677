import type { CounterName } from './counters.ts';

/**
 * Counts of what has no transaction of its own (refused requests, mostly). They gather here and are written now and then, so that
 * a flood of bad requests costs no disk writes, and none is lost while the store cannot be written.
 */
export class PendingCounts {
  readonly #counts = new Map<CounterName, number>();

  get isEmpty(): boolean {
    return this.#counts.size === 0;
  }

  add(name: CounterName): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  entries(): Iterable<readonly [CounterName, number]> {
    return this.#counts;
  }

  clear(): void {
    this.#counts.clear();
  }
}
