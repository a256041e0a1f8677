import { expect } from 'vitest';
import type { FetchedTrace } from '../../../src/backends/backend.ts';
import type { TraceId } from '../../../src/core/ids.ts';
import { plainSpan, type PlainSpan } from './plainSpan.ts';
import { readSpans } from './readSpans.ts';
import type { SentTraces } from './sentTraces.ts';

/** What a server is known to change; everything else has to come back as it was sent. */
export interface Losses {
  /** What the span becomes on its way there and back. */
  sent(span: PlainSpan): PlainSpan;
  /** Takes away what the way adds. */
  got(span: PlainSpan): PlainSpan;
}

/** Spans of the sent trace by their IDs. */
export function sentSpans(sent: SentTraces, traceId: TraceId): readonly PlainSpan[] {
  const chunks = sent.bodies.map((body) => new TextEncoder().encode(body).buffer);
  return bySpanId(readSpans({ format: 'otlp-json', chunks }, traceId).map(plainSpan));
}

/** Compares a fetched trace with what was sent, span by span; returns how many are equal. */
export function compareTrace(sent: SentTraces, traceId: TraceId, fetched: FetchedTrace, losses: Losses): number {
  const expected = sentSpans(sent, traceId).map((span) => losses.sent(span));
  const got = bySpanId(readSpans(fetched, traceId).map(plainSpan)).map((span) => losses.got(span));
  expect(got).toEqual(expected);
  return expected.length;
}

function bySpanId(spans: readonly PlainSpan[]): readonly PlainSpan[] {
  return spans.toSorted((a, b) => (a.spanId < b.spanId ? -1 : 1));
}
