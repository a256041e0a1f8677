import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TraceId } from '../../core/ids.ts';

/** What others write to the store, as far as a window that follows it must know. */
export class StoreChanges {
  readonly #dataVersion: StatementSync;
  readonly #lastChunk: StatementSync;
  readonly #after: StatementSync;

  constructor(database: DatabaseSync) {
    this.#dataVersion = database.prepare('PRAGMA data_version');
    this.#lastChunk = database.prepare('SELECT max(id) AS id FROM chunk');
    this.#after = database.prepare(
      `SELECT DISTINCT trace.trace_id FROM chunk JOIN trace ON trace.id = chunk.trace WHERE chunk.id > ? LIMIT ?`,
    );
  }

  /** Another number whenever another connection has committed, and never for what this one writes. */
  dataVersion(): number {
    return Number(this.#dataVersion.get()!['data_version']);
  }

  /** 0 in an empty store. */
  lastChunk(): number {
    return Number(this.#lastChunk.get()!['id'] ?? 0);
  }

  /** The traces with chunks after this one, at most `limit`. */
  tracesAfter(chunk: number, limit: number): readonly TraceId[] {
    return this.#after.all(chunk, limit).map((row) => row['trace_id'] as TraceId);
  }
}
