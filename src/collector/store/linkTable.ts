import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SpanHead } from '../../core/formats/spanHead.ts';
import type { SpanId, TraceId } from '../../core/ids.ts';
import { MAX_INBOUND_LINKS, type SpanRef } from '../../core/protocol.ts';
import type { TraceNumber } from './traceTable.ts';

/** The SDKs' limit for one span; what is past it is in the span's own details only. */
const MAX_LINKS_A_SPAN = 128;

/** The links of stored spans, so that they can be followed backwards. */
export class LinkTable {
  readonly #insert: StatementSync;
  readonly #to: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      'INSERT INTO link (trace, span_id, target_trace_id, target_span_id) VALUES (?, ?, ?, ?)',
    );
    this.#to = database.prepare(
      `SELECT trace.trace_id, link.span_id
       FROM link JOIN trace ON trace.id = link.trace
       WHERE link.target_span_id = ? AND link.target_trace_id = ?
       GROUP BY link.trace, link.span_id
       ORDER BY min(link.id)
       LIMIT ${MAX_INBOUND_LINKS}`,
    );
  }

  add(trace: TraceNumber, { spanId, links }: SpanHead): void {
    if (!links) return;
    for (const link of links.slice(0, MAX_LINKS_A_SPAN)) this.#insert.run(trace, spanId, link.traceId, link.spanId);
  }

  /** In order of arrival, at most `MAX_INBOUND_LINKS`. */
  to({ traceId, spanId }: SpanRef): readonly SpanRef[] {
    return this.#to
      .all(spanId, traceId)
      .map((row) => ({ traceId: row['trace_id'] as TraceId, spanId: row['span_id'] as SpanId }));
  }
}
