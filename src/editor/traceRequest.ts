import type { SpanId, TraceId } from '../core/ids.ts';
import type { TraceIdForm } from '../core/traceIdForms/traceIdHit.ts';
import type { EpochRange } from '../core/timeWindow.ts';

/** A trace that somebody wants to see, with what was known where its ID stood. */
export interface TraceRequest {
  readonly traceId: TraceId;
  readonly spanId?: SpanId | undefined;
  /** What a traceparent next to the ID said. */
  readonly sampled?: boolean | undefined;
  /** How the ID was written. */
  readonly form?: TraceIdForm | undefined;
  /** When it ran, by the time of its log line. */
  readonly near?: EpochRange | undefined;
  /** The source to take it from; without one all are asked. */
  readonly source?: string | undefined;
}
