import { statSync } from 'node:fs';
import { Problem } from '../core/problem.ts';
import { moveAside } from './store/moveAside.ts';
import { storeFile } from './store/openDatabase.ts';
import type { RetentionLimits } from './store/retention.ts';
import { sqliteTrouble } from './store/sqliteTrouble.ts';
import type { StoreChanges } from './store/storeChanges.ts';
import { Store, type StoreOptions } from './store/store.ts';

/**
 * The store, opened at its first use. One that turns out damaged is put aside, and a new one begun; also when its file was deleted while
 * it was open: what is written to a deleted file is gone at its closing, and must not be acknowledged.
 */
export class StoreHolder {
  #options: StoreOptions;
  readonly #onReplaced: () => void;
  #store: Store | undefined;
  /** Which file the open store is. */
  #inode: bigint | undefined;

  constructor(options: StoreOptions, onReplaced: () => void) {
    this.#options = options;
    this.#onReplaced = onReplaced;
  }

  /** Undefined while no store is open. */
  get changes(): StoreChanges | undefined {
    if (this.#store && this.#isDeleted()) this.#beginAgain();
    return this.#store?.changes;
  }

  /**
   * Throws a Problem when the store cannot be opened or is damaged, and SQLite's other errors. The work is done twice when the store was
   * deleted meanwhile.
   */
  use<T>(work: (store: Store) => T): T {
    const store = this.#open();
    try {
      const result = work(store);
      return this.#isDeleted() ? work(this.#beginAgain()) : result;
    } catch (thrown) {
      if (sqliteTrouble(thrown) !== 'corrupt') throw thrown;
      throw this.#replace(thrown);
    }
  }

  /** Other limits from now on, for this store and for one that takes its place. */
  configure(limits: RetentionLimits): void {
    this.#options = { ...this.#options, ...limits };
    this.#store?.configure(limits);
  }

  /** Writes pending counts when a store is open and can be written; else they wait. */
  flush(): void {
    if (!this.#store) return;
    try {
      this.use((store) => store.flush());
    } catch {
      // Whoever uses the store next is told.
    }
  }

  close(): void {
    this.#store?.close();
    this.#store = undefined;
  }

  #open(): Store {
    if (!this.#store) {
      this.#store = new Store(this.#options);
      this.#inode = this.#inodeOnDisk();
    }
    return this.#store;
  }

  /** Some microseconds. */
  #isDeleted(): boolean {
    return this.#inodeOnDisk() !== this.#inode;
  }

  #inodeOnDisk(): bigint | undefined {
    try {
      return statSync(storeFile(this.#options.directory), { bigint: true, throwIfNoEntry: false })?.ino;
    } catch {
      // Its folder is no folder any more, or may not be read: opening it again says which.
      return undefined;
    }
  }

  #beginAgain(): Store {
    this.#abandon();
    const store = this.#open();
    this.#onReplaced();
    return store;
  }

  #abandon(): void {
    try {
      this.close();
    } catch {
      // It is damaged or deleted; that it does not close in order is no news.
      this.#store = undefined;
    }
  }

  #replace(cause: unknown): Problem {
    this.#abandon();
    const aside = moveAside(storeFile(this.#options.directory), new Date());
    this.#options.pending?.add('moved-aside');
    this.#open();
    this.#onReplaced();
    return new Problem('internal', `The trace store was damaged. It is now ${aside}, and a new one has begun.`, {
      cause,
    });
  }
}
