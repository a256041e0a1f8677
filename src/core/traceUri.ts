import { parseSpanId, parseTraceId, type SpanId, type TraceId } from './ids.ts';

/** What a link to a trace names. */
export interface TraceUri {
  readonly traceId: TraceId;
  readonly spanId: SpanId | undefined;
}

const PATH = /^\/trace\/([0-9a-fA-F]{32})$/;
const QUERY = /^span=([0-9a-fA-F]{16})$/;

/**
 * Reads `/trace/<32 hex digits>` with the query `span=<16 hex digits>` or none. Anything may send such a link, so it is this and
 * nothing else: no padding, no further parameters.
 */
export function parseTraceUri(path: string, query: string): TraceUri | undefined {
  const traceId = parseTraceId(PATH.exec(path)?.[1] ?? '');
  const spanId = parseSpanId(QUERY.exec(query)?.[1] ?? '');
  if (traceId === undefined || (query !== '' && spanId === undefined)) return undefined;
  return { traceId, spanId };
}
