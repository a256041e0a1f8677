import { hexOf, parseSpanId, parseTraceId } from '../ids.ts';
import { Problem } from '../problem.ts';
import type { SpanRef } from '../protocol.ts';
import { ProtoReader, WIRE_BYTES } from './protoReader.ts';

/**
 * Where the links of the Span message in `bytes[start, end)` point. One that cannot be read, or has not two whole IDs, points nowhere
 * and costs nothing else. Throws `malformed` when the span itself cannot be framed.
 */
export function linksOf(bytes: Uint8Array, start: number, end: number): readonly SpanRef[] {
  const links: SpanRef[] = [];
  const reader = new ProtoReader(bytes).enter(start, end);
  while (reader.next()) {
    if (reader.field !== 13 || reader.wire !== WIRE_BYTES) continue;
    const target = targetOf(bytes, reader.start, reader.stop);
    if (target) links.push(target);
  }
  return links;
}

/** Link: trace_id = 1, span_id = 2. */
function targetOf(bytes: Uint8Array, start: number, end: number): SpanRef | undefined {
  const reader = new ProtoReader(bytes).enter(start, end);
  let traceId: SpanRef['traceId'] | undefined;
  let spanId: SpanRef['spanId'] | undefined;
  try {
    while (reader.next()) {
      if (reader.wire !== WIRE_BYTES) continue;
      const size = reader.stop - reader.start;
      if (reader.field === 1) traceId = size === 16 ? parseTraceId(hexOf(bytes, reader.start, reader.stop)) : undefined;
      else if (reader.field === 2)
        spanId = size === 8 ? parseSpanId(hexOf(bytes, reader.start, reader.stop)) : undefined;
    }
  } catch (thrown) {
    if (thrown instanceof Problem) return undefined;
    throw thrown;
  }
  return traceId && spanId ? { traceId, spanId } : undefined;
}
