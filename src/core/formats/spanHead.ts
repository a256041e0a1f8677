import type { CodeRef } from '../codeRef.ts';
import type { SpanId, TraceId } from '../ids.ts';
import type { SpanRef } from '../protocol.ts';

/** What lists, indexes and latency need of a span, read in one pass over its bytes. */
export interface SpanHead {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  readonly parentSpanId: SpanId | undefined;
  readonly service: string;
  /** `service.version` of its resource. */
  readonly serviceVersion: string | undefined;
  readonly name: string;
  /** OTLP number: an index into SPAN_KINDS. */
  readonly kind: number;
  readonly error: boolean;
  readonly startEpochNs: bigint;
  readonly endEpochNs: bigint;
  /** 32-bit hash of the span's bytes: a retry repeats it, another span under the same ID does not. */
  readonly contentHash: number;
  /** Where the span says its code is, from its code attributes. */
  readonly code: CodeRef | undefined;
  /** Where its links point; undefined for most spans, which have none. */
  readonly links: readonly SpanRef[] | undefined;
}
