import type { FetchedTrace } from '../../../src/backends/backend.ts';
import { FILE_LIMITS } from '../../../src/core/formats/limits.ts';
import type { TraceId } from '../../../src/core/ids.ts';
import type { SpanDetail } from '../../../src/core/span.ts';
import { spanDetail } from '../../../src/core/spanDetail.ts';
import { readTraces } from '../../../src/parser/readTraces.ts';

/** Every span of a trace as the details pane shows it, read as the parser worker reads it. */
export function readSpans({ chunks, format }: FetchedTrace, traceId: TraceId): readonly SpanDetail[] {
  const bytes = chunks.map((chunk) => new Uint8Array(chunk));
  const { traces } = readTraces(bytes, format, FILE_LIMITS);
  const trace = traces.find(({ header }) => header.traceId === traceId);
  if (!trace) throw new Error(`No trace ${traceId} in the answer.`);
  return Array.from({ length: trace.columns.count }, (_, row) => spanDetail(trace, row));
}
