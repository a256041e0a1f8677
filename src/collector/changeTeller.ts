import type { TraceId } from '../core/ids.ts';
import type { CollectorEvents } from '../core/protocol.ts';

type Changed = CollectorEvents['changed'];

/** Four times a second looks live, and costs the extension host nothing. */
const INTERVAL_MS = 250;
/** A list that has to be read again anyway needs no more IDs. */
const MAX_IDS = 1000;

/** Gathers which traces changed: the first change is told at once, the next ones together. */
export class ChangeTeller {
  readonly #tell: (changed: Changed) => void;
  readonly #traceIds = new Set<TraceId>();
  #all = false;
  #pause: NodeJS.Timeout | undefined;

  constructor(tell: (changed: Changed) => void) {
    this.#tell = tell;
  }

  add(traceIds: readonly TraceId[]): void {
    if (traceIds.length === 0) return;
    for (const traceId of traceIds) {
      if (this.#traceIds.size < MAX_IDS) this.#traceIds.add(traceId);
      else this.#all ||= !this.#traceIds.has(traceId);
    }
    this.#tellSoon();
  }

  /** Everything is to be read again. */
  addAll(): void {
    this.#all = true;
    this.#tellSoon();
  }

  dispose(): void {
    clearTimeout(this.#pause);
  }

  #tellSoon(): void {
    if (this.#pause) return;
    this.#tell({ traceIds: [...this.#traceIds], all: this.#all });
    this.#traceIds.clear();
    this.#all = false;
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      if (this.#all || this.#traceIds.size > 0) this.#tellSoon();
    }, INTERVAL_MS);
  }
}
