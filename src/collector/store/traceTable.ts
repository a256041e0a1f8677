import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SpanId, TraceId } from '../../core/ids.ts';
import type { ServiceTable } from './serviceTable.ts';
import { TRACE_OVERHEAD_BYTES } from './schema.ts';
import { exactNs } from './spanTimes.ts';
import { mergeDigests, type TraceDigest } from './traceDigest.ts';

/** A trace's number in the store, in order of first arrival; never reused. */
export type TraceNumber = number;

interface DigestRow {
  readonly id: bigint;
  readonly chunk_bytes: bigint;
  readonly start_ns: bigint;
  readonly end_ns: bigint;
  readonly spans: bigint;
  readonly errors: bigint;
  readonly services: string;
  readonly head_is_root: bigint;
  readonly head_start_ns: bigint;
  readonly head_span_id: SpanId;
  readonly head_service: string;
  readonly head_name: string;
}

/** One row a trace: what lists show of it, kept current as its spans arrive. */
export class TraceTable {
  readonly #services: ServiceTable;
  /** Looked for in this transaction and not found: half of all look-ups, when each span is a trace of its own. */
  readonly #absent = new Set<TraceId>();
  readonly #number: StatementSync;
  readonly #digest: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #count: StatementSync;
  readonly #spanCount: StatementSync;
  readonly #endingWith: StatementSync;
  readonly #oldest: StatementSync;

  constructor(database: DatabaseSync, services: ServiceTable) {
    this.#services = services;
    this.#number = database.prepare('SELECT id FROM trace WHERE trace_id = ?');
    this.#digest = database.prepare(
      `SELECT id, chunk_bytes, start_ns, end_ns, spans, errors, services,
              head_is_root, head_start_ns, head_span_id, head_service, head_name
       FROM trace WHERE trace_id = ?`,
    );
    this.#digest.setReadBigInts(true);
    this.#insert = database.prepare(
      `INSERT INTO trace (start_ns, end_ns, duration_ns, spans, errors, services, head_is_root, head_start_ns,
                          head_span_id, head_service, head_name, search, chunk_bytes, trace_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#update = database.prepare(
      `UPDATE trace SET start_ns = ?, end_ns = ?, duration_ns = ?, spans = ?, errors = ?, services = ?, head_is_root = ?,
                        head_start_ns = ?, head_span_id = ?, head_service = ?, head_name = ?, search = ?,
                        chunk_bytes = chunk_bytes + ?
       WHERE id = ?`,
    );
    this.#count = database.prepare('SELECT count(*) AS traces FROM trace');
    this.#endingWith = database.prepare(
      'SELECT trace_id FROM trace WHERE substr(trace_id, 17) = ? ORDER BY start_ns DESC LIMIT 20',
    );
    this.#oldest = database.prepare('SELECT CAST(min(start_ns) AS TEXT) AS start FROM trace');
    this.#spanCount = database.prepare('SELECT coalesce(sum(spans), 0) AS spans FROM trace');
  }

  /** Adds spans to a trace, which begins with them when it is new. */
  add(traceId: TraceId, digest: TraceDigest, chunkBytes: number): TraceNumber {
    const known = this.#absent.delete(traceId) ? undefined : (this.#digest.get(traceId) as DigestRow | undefined);
    if (!known) {
      this.#services.add(digest.head.service, chunkBytes + TRACE_OVERHEAD_BYTES);
      return Number(this.#insert.run(...columnsOf(digest), chunkBytes, traceId).lastInsertRowid);
    }
    const merged = mergeDigests(digestOfRow(known), digest);
    this.#services.add(known.head_service, -Number(known.chunk_bytes) - TRACE_OVERHEAD_BYTES);
    this.#services.add(merged.head.service, Number(known.chunk_bytes) + chunkBytes + TRACE_OVERHEAD_BYTES);
    this.#update.run(...columnsOf(merged), chunkBytes, known.id);
    return Number(known.id);
  }

  numberOf(traceId: TraceId): TraceNumber | undefined {
    const row = this.#number.get(traceId);
    if (!row) this.#absent.add(traceId);
    return row && Number(row['id']);
  }

  /** Forgets which traces are not there: a transaction ends, and others may write. */
  forget(): void {
    this.#absent.clear();
  }

  /** Traces by the low half of their IDs, newest first. */
  endingWith(lowHalf: string): readonly TraceId[] {
    return this.#endingWith.all(lowHalf).map((row) => row['trace_id'] as TraceId);
  }

  /** Start of the oldest trace, decimal nanoseconds since the Unix epoch. */
  oldestEpochNs(): string | undefined {
    const start = this.#oldest.get()!['start'];
    return typeof start === 'string' ? start : undefined;
  }

  count(): number {
    return Number(this.#count.get()!['traces']);
  }

  /** Of all traces together. */
  spanCount(): number {
    return Number(this.#spanCount.get()!['spans']);
  }
}

type Columns = readonly [
  bigint,
  bigint,
  number,
  number,
  number,
  string,
  number,
  bigint,
  string,
  string,
  string,
  string,
];

function columnsOf({ startEpochNs, endEpochNs, spans, errors, services, head }: TraceDigest): Columns {
  return [
    startEpochNs,
    endEpochNs,
    startEpochNs === 0n ? 0 : exactNs(endEpochNs - startEpochNs),
    spans,
    errors,
    JSON.stringify(services),
    head.isRoot ? 1 : 0,
    head.startEpochNs,
    head.spanId,
    head.service,
    head.name,
    // Lower case by JavaScript: SQLite knows case in ASCII only.
    [head.name, ...services].join('\n').toLowerCase(),
  ];
}

function digestOfRow(row: DigestRow): TraceDigest {
  return {
    startEpochNs: row.start_ns,
    endEpochNs: row.end_ns,
    spans: Number(row.spans),
    errors: Number(row.errors),
    services: JSON.parse(row.services) as readonly string[],
    head: {
      isRoot: row.head_is_root === 1n,
      startEpochNs: row.head_start_ns,
      spanId: row.head_span_id,
      service: row.head_service,
      name: row.head_name,
    },
  };
}
