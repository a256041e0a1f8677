import { spanIdOf, type Trace } from './assemble.ts';
import { linksOf } from './formats/linksOf.ts';
import { Problem } from './problem.ts';
import { MAX_INBOUND_LINKS, type SpanRef } from './protocol.ts';
import { FLAG_LINKS } from './trace.ts';

/** The spans of the trace with a link to the span of a row, in display order. Looks only into spans that have links. */
export function linkedFrom(trace: Trace, row: number): readonly SpanRef[] {
  const { columns, header, source, material } = trace;
  if (!Number.isInteger(row) || row < 0 || row >= columns.count)
    throw new Problem('not-found', `The trace has no row ${row}; it has ${columns.count}.`);
  const { rows, payloads } = material;
  const [payload, start, end] = [rows.payload.view(), rows.start.view(), rows.end.view()];
  const target = spanIdOf(rows, source[row]!);
  const found: SpanRef[] = [];
  for (let from = 0; from < columns.count && found.length < MAX_INBOUND_LINKS; from++) {
    if ((columns.flags[from]! & FLAG_LINKS) === 0) continue;
    const span = source[from]!;
    const links = linksOf(payloads[payload[span]!]!, start[span]!, end[span]!);
    if (links.some(({ traceId, spanId }) => spanId === target && traceId === header.traceId))
      found.push({ traceId: header.traceId, spanId: spanIdOf(rows, span) });
  }
  return found;
}
