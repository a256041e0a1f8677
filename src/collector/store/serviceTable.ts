import type { DatabaseSync, StatementSync } from 'node:sqlite';

export interface ServiceBytes {
  readonly name: string;
  readonly bytes: number;
}

/** What each service's traces hold. Changes gather here and are written once a transaction, since a batch is mostly of one service. */
export class ServiceTable {
  readonly #add: StatementSync;
  readonly #largest: StatementSync;
  readonly #deltas = new Map<string, number>();

  constructor(database: DatabaseSync) {
    this.#add = database.prepare(
      'INSERT INTO service (name, bytes) VALUES (?, ?) ON CONFLICT DO UPDATE SET bytes = bytes + excluded.bytes',
    );
    this.#largest = database.prepare(
      'SELECT name, bytes FROM service WHERE bytes > 0 ORDER BY bytes DESC, name LIMIT 2',
    );
  }

  add(name: string, bytes: number): void {
    this.#deltas.set(name, (this.#deltas.get(name) ?? 0) + bytes);
  }

  /** Writes what has gathered, within the transaction under way. */
  flush(): void {
    for (const [name, bytes] of this.#deltas) if (bytes !== 0) this.#add.run(name, bytes);
    this.#deltas.clear();
  }

  /** Forgets what has gathered: its transaction was rolled back. */
  forget(): void {
    this.#deltas.clear();
  }

  /** The two that hold most, the larger one first. */
  largest(): readonly ServiceBytes[] {
    return this.#largest.all() as unknown as readonly ServiceBytes[];
  }
}
