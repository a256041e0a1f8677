import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { asciiLower } from '../../core/asciiLower.ts';
import type { SpanId, TraceId } from '../../core/ids.ts';
import type { TraceListQuery } from '../../core/protocol.ts';
import type { TraceSummary } from '../../core/trace.ts';

/** The range of SQLite's integers. */
const MIN_NS = '-9223372036854775808';
const MAX_NS = '9223372036854775807';
const HEX_PREFIX = /^[0-9a-f]{1,32}$/;

interface ListRow {
  readonly trace_id: TraceId;
  readonly start_text: string;
  readonly duration_ns: number;
  readonly spans: number;
  readonly errors: number;
  readonly services: string;
  readonly head_is_root: number;
  readonly head_span_id: SpanId;
  readonly head_service: string;
  readonly head_name: string;
}

/** Lists traces, newest start first. */
export class TraceList {
  readonly #statement: StatementSync;

  constructor(database: DatabaseSync) {
    // The index gives the order, so an unfiltered list reads no more rows than it shows. A service is first looked for as
    // text, which is cheap and may only find too much, then compared as an element.
    this.#statement = database.prepare(
      `SELECT trace_id, CAST(start_ns AS TEXT) AS start_text, duration_ns, spans, errors, services,
              head_is_root, head_span_id, head_service, head_name
       FROM trace INDEXED BY trace_by_start
       WHERE (:text IS NULL OR instr(search, :text) > 0 OR trace_id BETWEEN :idFrom AND :idTo)
         AND (:service IS NULL OR (instr(lower(services), :serviceJson) > 0
              AND EXISTS (SELECT 1 FROM json_each(services) WHERE value = :service COLLATE NOCASE)))
         AND (:operation IS NULL OR head_name = :operation)
         AND errors >= :minErrors
         AND duration_ns >= :minDurationNs
         AND trace.start_ns BETWEEN :fromNs AND :toNs
       ORDER BY trace.start_ns DESC, trace_id
       LIMIT :limit`,
    );
  }

  read(query: TraceListQuery): readonly TraceSummary[] {
    const text = query.text?.trim().toLowerCase() || null;
    const isHex = text !== null && HEX_PREFIX.test(text);
    const service = query.service || null;
    const rows = this.#statement.all({
      text,
      idFrom: isHex ? text.padEnd(32, '0') : null,
      idTo: isHex ? text.padEnd(32, 'f') : null,
      service,
      serviceJson: service && asciiLower(JSON.stringify(service)),
      operation: query.operation || null,
      minErrors: query.errorsOnly ? 1 : 0,
      minDurationNs: query.minDurationNs ?? 0,
      fromNs: BigInt(query.fromEpochNs ?? MIN_NS),
      toNs: BigInt(query.toEpochNs ?? MAX_NS),
      limit: Math.max(0, query.limit),
    }) as unknown as readonly ListRow[];
    return rows.map(summaryOf);
  }
}

function summaryOf(row: ListRow): TraceSummary {
  return {
    traceId: row.trace_id,
    rootService: row.head_service,
    rootName: row.head_name,
    rootSpanId: row.head_is_root === 1 ? row.head_span_id : undefined,
    startEpochNs: row.start_text,
    durationNs: row.duration_ns,
    spans: row.spans,
    errors: row.errors,
    services: JSON.parse(row.services) as readonly string[],
  };
}
