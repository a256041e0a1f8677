import type { SpanId, TraceId } from '../ids.ts';

/**
 * How a trace ID was written.
 * - `bare`: 32 hex digits that nothing explains; may also be an MD5 sum or another ID
 * - `bare-64`: 16 hex digits that nothing explains: a 64-bit trace ID, or a span ID
 * - `uuid`, `base64`: keyed like a trace ID, or all of a pasted text
 * - `bracket`: `[service,trace,span]` of Spring Cloud Sleuth and its followers
 * - `keyed`: the value of a field such as `trace_id`
 */
export type TraceIdForm =
  | 'traceparent'
  | 'uber-trace-id'
  | 'b3'
  | 'x-ray'
  | 'gcp'
  | 'datadog'
  | 'new-relic'
  | 'azure'
  | 'bracket'
  | 'url'
  | 'keyed'
  | 'uuid'
  | 'base64'
  | 'bare'
  | 'bare-64';

/** A trace ID in a text. */
export interface TraceIdHit {
  /** UTF-16 offsets of the ID as written, `start` included, `end` not. */
  readonly start: number;
  readonly end: number;
  /** In the normal form; a Datadog ID without its high half is zero there, and `certain` is false. */
  readonly traceId: TraceId;
  /** The span that the text names together with the trace. */
  readonly spanId?: SpanId;
  readonly sampled?: boolean;
  readonly form: TraceIdForm;
  /** Whether its shape or its key says that this is a whole trace ID; without that it only looks like one. */
  readonly certain: boolean;
}
