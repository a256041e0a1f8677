import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TraceId } from '../../core/ids.ts';
import type { TraceNumber } from './traceTable.ts';

/** The spans themselves as OTLP protobuf: one row for each trace in each request. */
export class ChunkTable {
  readonly #insert: StatementSync;
  readonly #ofTrace: StatementSync;
  readonly #lastArrival: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('INSERT INTO chunk (trace, span_count, received_ms, bytes) VALUES (?, ?, ?, ?)');
    this.#ofTrace = database.prepare(
      `SELECT chunk.bytes FROM chunk JOIN trace ON trace.id = chunk.trace WHERE trace.trace_id = ? ORDER BY chunk.id`,
    );
    this.#lastArrival = database.prepare(
      'SELECT max(chunk.received_ms) AS ms FROM chunk JOIN trace ON trace.id = chunk.trace WHERE trace.trace_id = ?',
    );
  }

  add(trace: TraceNumber, spanCount: number, receivedMs: number, bytes: Uint8Array): void {
    this.#insert.run(trace, spanCount, receivedMs, bytes);
  }

  /** Milliseconds since the Unix epoch; undefined when the trace is not in the store. */
  lastArrivalMs(traceId: TraceId): number | undefined {
    const ms = this.#lastArrival.get(traceId)!['ms'];
    return ms === null ? undefined : Number(ms);
  }

  /** In order of arrival; none when the trace is not in the store. */
  of(traceId: TraceId): readonly Uint8Array<ArrayBuffer>[] {
    return this.#ofTrace.all(traceId).map((row) => row['bytes'] as Uint8Array<ArrayBuffer>);
  }
}
