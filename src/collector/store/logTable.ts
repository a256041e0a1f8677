import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TraceId } from '../../core/ids.ts';

/** Log records that belong to traces. They may come before the first span of their trace, and of some no span comes at all. */
export class LogTable {
  readonly #insert: StatementSync;
  readonly #ofTrace: StatementSync;
  readonly #oldest: StatementSync;
  readonly #delete: StatementSync;
  readonly #recordsOf: StatementSync;
  readonly #deleteOf: StatementSync;
  readonly #bytes: StatementSync;
  readonly #count: StatementSync;
  readonly #expired: StatementSync;
  readonly #deleteExpired: StatementSync;
  #knownBytes: number | undefined;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('INSERT INTO log (trace_id, records, received_ms, bytes) VALUES (?, ?, ?, ?)');
    this.#ofTrace = database.prepare('SELECT bytes FROM log WHERE trace_id = ? ORDER BY id');
    this.#oldest = database.prepare('SELECT id, records, length(bytes) AS bytes FROM log ORDER BY id');
    this.#delete = database.prepare('DELETE FROM log WHERE id <= ?');
    const isOf = 'trace_id IN (SELECT value FROM json_each(?))';
    this.#recordsOf = database.prepare(
      `SELECT total(records) AS records, total(length(bytes)) AS bytes FROM log WHERE ${isOf}`,
    );
    this.#deleteOf = database.prepare(`DELETE FROM log WHERE ${isOf}`);
    this.#bytes = database.prepare('SELECT total(length(bytes)) AS bytes FROM log');
    this.#count = database.prepare('SELECT total(records) AS records FROM log');
    const isExpired = 'received_ms < ? AND trace_id NOT IN (SELECT trace_id FROM trace)';
    this.#expired = database.prepare(`SELECT total(records) AS records FROM log WHERE ${isExpired}`);
    this.#deleteExpired = database.prepare(`DELETE FROM log WHERE ${isExpired}`);
  }

  add(traceId: TraceId, records: number, receivedMs: number, bytes: Uint8Array): void {
    this.#insert.run(traceId, records, receivedMs, bytes);
    if (this.#knownBytes !== undefined) this.#knownBytes += bytes.length;
  }

  /** In order of arrival. */
  of(traceId: TraceId): readonly Uint8Array<ArrayBuffer>[] {
    return this.#ofTrace.all(traceId).map((row) => row['bytes'] as Uint8Array<ArrayBuffer>);
  }

  /** Deletes the logs of traces that leave; gives the number of records. */
  deleteOf(traceIds: readonly TraceId[]): number {
    // Most stores have no logs at all.
    if (this.bytes() === 0) return 0;
    const ids = JSON.stringify(traceIds);
    const row = this.#recordsOf.get(ids)!;
    if (Number(row['records']) === 0) return 0;
    this.#deleteOf.run(ids);
    this.#knownBytes = this.bytes() - Number(row['bytes']);
    return Number(row['records']);
  }

  /** Deletes what arrived before a moment and is of no stored trace; gives the number of records. */
  deleteStray(beforeMs: number): number {
    if (this.bytes() === 0) return 0;
    const records = Number(this.#expired.get(beforeMs)!['records']);
    if (records === 0) return 0;
    this.#deleteExpired.run(beforeMs);
    this.#knownBytes = undefined;
    return records;
  }

  /** Deletes the oldest until the rest takes no more than so many bytes; gives the number of records. */
  trimTo(maxBytes: number): number {
    let excess = this.bytes() - maxBytes;
    if (excess <= 0) return 0;
    let records = 0;
    let last = 0;
    for (const row of this.#oldest.iterate()) {
      last = Number(row['id']);
      records += Number(row['records']);
      excess -= Number(row['bytes']);
      if (excess <= 0) break;
    }
    this.#delete.run(last);
    this.#knownBytes = undefined;
    return records;
  }

  recordCount(): number {
    return Number(this.#count.get()!['records']);
  }

  bytes(): number {
    return (this.#knownBytes ??= Number(this.#bytes.get()!['bytes']));
  }

  /** Forgets what is known of the rows: they have changed otherwise than through this object. */
  forget(): void {
    this.#knownBytes = undefined;
  }
}
