import type { Trace } from '../assemble.ts';
import { walkOtlp, type Envelope } from './walkOtlp.ts';

/** A span of a trace where it was stored: `bytes[start, end)` is its message. */
export interface StoredSpan {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** The same object for all spans of one ResourceSpans or ScopeSpans. */
  readonly resource: Envelope;
  readonly scope: Envelope;
}

/** Visits the spans of a trace in order of arrival, each once; those of other traces in the same payloads are passed over. */
export function walkTrace(trace: Trace, visit: (span: StoredSpan) => void): void {
  const { rows, payloads } = trace.material;
  const payloadOf = rows.payload.view();
  const startOf = rows.start.view();
  const wanted = new Uint8Array(payloadOf.length);
  for (const span of trace.source) wanted[span] = 1;
  // Rows stand in the order of this walk, but rejected spans have none.
  let next = 0;
  for (const [index, bytes] of payloads.entries()) {
    let resource: Envelope;
    let scope: Envelope;
    walkOtlp(bytes, {
      resource: (envelope) => (resource = envelope),
      scope: (envelope) => (scope = envelope),
      span: (start, end) => {
        if (payloadOf[next] !== index || startOf[next] !== start) return;
        if (wanted[next++] === 1) visit({ bytes, start, end, resource, scope });
      },
    });
  }
}
