import { Problem } from '../core/problem.ts';
import { moveAside } from './store/moveAside.ts';
import { storeFile } from './store/openDatabase.ts';
import { sqliteTrouble } from './store/sqliteTrouble.ts';
import { Store, type StoreOptions } from './store/store.ts';

/** The store, opened at its first use. One that turns out damaged is put aside, and a new one begun. */
export class StoreHolder {
  readonly #options: StoreOptions;
  readonly #onReplaced: () => void;
  #store: Store | undefined;

  constructor(options: StoreOptions, onReplaced: () => void) {
    this.#options = options;
    this.#onReplaced = onReplaced;
  }

  /** Throws a Problem when the store cannot be opened or is damaged, and SQLite's other errors. */
  use<T>(work: (store: Store) => T): T {
    this.#store ??= new Store(this.#options);
    try {
      return work(this.#store);
    } catch (thrown) {
      if (sqliteTrouble(thrown) !== 'corrupt') throw thrown;
      throw this.#replace(thrown);
    }
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

  #replace(cause: unknown): Problem {
    try {
      this.close();
    } catch {
      // It is damaged; that it does not close in order is no news.
      this.#store = undefined;
    }
    const aside = moveAside(storeFile(this.#options.directory), new Date());
    this.#options.pending?.add('moved-aside');
    this.#store = new Store(this.#options);
    this.#onReplaced();
    return new Problem('internal', `The trace store was damaged. It is now ${aside}, and a new one has begun.`, {
      cause,
    });
  }
}
