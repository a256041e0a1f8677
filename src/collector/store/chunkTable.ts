import { crc32 } from 'node:zlib';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TraceId } from '../../core/ids.ts';
import type { TraceNumber } from './traceTable.ts';

/** The spans themselves as OTLP protobuf: one row for each trace in each request. */
export class ChunkTable {
  readonly #insert: StatementSync;
  readonly #ofTrace: StatementSync;
  readonly #lastArrival: StatementSync;
  readonly #last: StatementSync;
  readonly #damaged = new Set<number>();

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      'INSERT INTO chunk (trace, span_count, received_ms, bytes, crc) VALUES (?, ?, ?, ?, ?)',
    );
    this.#ofTrace = database.prepare(
      `SELECT chunk.id, chunk.bytes, chunk.crc FROM chunk JOIN trace ON trace.id = chunk.trace WHERE trace.trace_id = ? ORDER BY chunk.id`,
    );
    this.#lastArrival = database.prepare(
      'SELECT max(chunk.received_ms) AS ms FROM chunk JOIN trace ON trace.id = chunk.trace WHERE trace.trace_id = ?',
    );
    this.#last = database.prepare('SELECT received_ms FROM chunk ORDER BY id DESC LIMIT 1');
  }

  /** When anything was stored last, milliseconds since the Unix epoch; undefined for an empty store. */
  lastReceivedMs(): number | undefined {
    const row = this.#last.get();
    return row && Number(row['received_ms']);
  }

  add(trace: TraceNumber, spanCount: number, receivedMs: number, bytes: Uint8Array): void {
    this.#insert.run(trace, spanCount, receivedMs, bytes, crc32(bytes));
  }

  /** Milliseconds since the Unix epoch; undefined when the trace is not in the store. */
  lastArrivalMs(traceId: TraceId): number | undefined {
    const ms = this.#lastArrival.get(traceId)!['ms'];
    return ms === null ? undefined : Number(ms);
  }

  /** In order of arrival; none when the trace is not in the store. A chunk that is not what was written is passed over. */
  of(traceId: TraceId): readonly Uint8Array<ArrayBuffer>[] {
    const whole: Uint8Array<ArrayBuffer>[] = [];
    for (const row of this.#ofTrace.all(traceId)) {
      const bytes = row['bytes'] as Uint8Array<ArrayBuffer>;
      if (row['crc'] === null || row['crc'] === crc32(bytes)) whole.push(bytes);
      else this.#damaged.add(Number(row['id']));
    }
    return whole;
  }

  /** How many chunks have been passed over since the store was opened. */
  get damaged(): number {
    return this.#damaged.size;
  }
}
