import type { TraceId } from '../core/ids.ts';
import type { StoreChanges } from './store/storeChanges.ts';

/**
 * How often the store is looked at. With the pause between two events it is half a second at most until a trace that another window
 * receives shows here. A look is one read of shared memory, some microseconds, and in an idle store nothing else.
 */
const LOOK_MS = 250;
/** More than these are told as "all": a list that long is read again anyway. */
const MAX_IDS = 1000;

export interface StoreFollowerOptions {
  /** The store as it is open now; undefined when it is not, and then there is nothing to follow. */
  readonly changes: () => StoreChanges | undefined;
  readonly onChanged: (traceIds: readonly TraceId[]) => void;
  /** What changed cannot be told by ID: traces were deleted, or there are many. */
  readonly onAll: () => void;
}

interface Seen {
  readonly changes: StoreChanges;
  readonly dataVersion: number;
  readonly lastChunk: number;
}

/**
 * Notices what other windows write to the store: those that receive while this one does not, and those that import a file or
 * delete everything while this one does. What this window writes itself costs nothing here.
 */
export class StoreFollower {
  readonly #options: StoreFollowerOptions;
  readonly #timer: NodeJS.Timeout;
  #seen: Seen | undefined;

  constructor(options: StoreFollowerOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.look(), LOOK_MS);
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  look(): void {
    try {
      this.#look(this.#options.changes());
    } catch {
      // A store in trouble is told to whoever uses it next; here it is looked at anew.
      this.#seen = undefined;
    }
  }

  #look(changes: StoreChanges | undefined): void {
    const before = this.#seen?.changes === changes ? this.#seen : undefined;
    this.#seen = changes && { changes, dataVersion: changes.dataVersion(), lastChunk: changes.lastChunk() };
    if (!before || !this.#seen || before.dataVersion === this.#seen.dataVersion) return;
    // Numbers only go up, unless the newest chunks were deleted.
    const traceIds =
      this.#seen.lastChunk > before.lastChunk ? before.changes.tracesAfter(before.lastChunk, MAX_IDS + 1) : [];
    if (this.#seen.lastChunk < before.lastChunk || traceIds.length > MAX_IDS) this.#options.onAll();
    else this.#options.onChanged(traceIds);
  }
}
