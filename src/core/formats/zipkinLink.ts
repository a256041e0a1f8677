import type { Attribute } from '../attribute.ts';
import { parseSpanId, parseTraceId, type SpanId, type TraceId } from '../ids.ts';
import { zipkinEvent } from './zipkinEvent.ts';

export interface ZipkinLink {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  readonly traceState: string;
  readonly attributes: readonly Attribute[];
  readonly dropped: number;
}

/** A link as the Collector puts it into a tag `otlp.link.0`: `traceId|spanId|traceState|{attributes}|dropped`. */
export function zipkinLink(text: string, maxDepth: number): ZipkinLink | undefined {
  const [trace = '', span = '', traceState = '', ...rest] = text.split('|');
  const traceId = parseTraceId(trace);
  const spanId = parseSpanId(span);
  // The rest has the form of an event without a name.
  const { name, attributes, dropped } = zipkinEvent(`|${rest.join('|')}`, maxDepth);
  return traceId && spanId && name === '' ? { traceId, spanId, traceState, attributes, dropped } : undefined;
}
