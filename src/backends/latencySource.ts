import type { SpanId, TraceId } from '../core/ids.ts';
import type { SpanKind } from '../core/span.ts';
import type { EpochRange } from '../core/timeWindow.ts';

/** A server that knows the latency of operations over many spans, sampled away or not. */
export interface LatencySource {
  /** Of the connection it belongs to. */
  readonly id: string;
  readonly label: string;
  /** One entry an operation and kind, in no order. Rejects with a Problem; `not-found` when the server has no such numbers at all. */
  latency(query: LatencyQuery, signal: AbortSignal): Promise<readonly OperationLatency[]>;
}

export interface LatencyQuery {
  readonly service: string;
  /** Without it, all operations of the service. */
  readonly operation?: string;
  readonly range: EpochRange;
}

/** Latency of the spans of one name and kind. What the server does not say is `undefined`. Names are untrusted text. */
export interface OperationLatency {
  readonly service: string;
  readonly operation: string;
  readonly kind: SpanKind | undefined;
  readonly count: number | undefined;
  readonly errors: number | undefined;
  readonly p50Ns: number | undefined;
  readonly p95Ns: number | undefined;
  readonly p99Ns: number | undefined;
  readonly exemplars: readonly LatencyExemplar[];
}

/** A trace that shows a latency. */
export interface LatencyExemplar {
  readonly traceId: TraceId;
  readonly spanId: SpanId | undefined;
  readonly durationNs: number;
  /** Nanoseconds since the Unix epoch. */
  readonly epochNs: bigint;
}
