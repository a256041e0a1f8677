import type { Attribute } from './attribute.ts';
import type { SpanId, TraceId } from './ids.ts';

/** In the order of OTLP's numbers, so `SPAN_KINDS[n]` decodes `kind: n`. */
export const SPAN_KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

/** In the order of OTLP's `status.code`. */
export const SPAN_STATUSES = ['unset', 'ok', 'error'] as const;
export type SpanStatus = (typeof SPAN_STATUSES)[number];

export interface SpanEvent {
  readonly name: string;
  /** From the trace's start; may be negative or past the end when the sender's clock says so. */
  readonly offsetNs: number;
  readonly attributes: readonly Attribute[];
}

export interface SpanLink {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  readonly attributes: readonly Attribute[];
}

export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly attributes: readonly Attribute[];
}

/** Everything known of one span; fetched for the one that is selected, never held for all. */
export interface SpanDetail {
  readonly row: number;
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  /** As sent, also when no such span arrived (an orphan). */
  readonly parentSpanId: SpanId | undefined;
  readonly name: string;
  readonly service: string;
  readonly kind: SpanKind;
  readonly status: SpanStatus;
  readonly statusMessage: string;
  /** Decimal nanoseconds since the Unix epoch, as sent. */
  readonly startEpochNs: string;
  readonly endEpochNs: string;
  readonly startNs: number;
  readonly durationNs: number;
  readonly selfNs: number;
  readonly traceState: string;
  readonly attributes: readonly Attribute[];
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly resource: readonly Attribute[];
  readonly scope: Scope;
  /** What was repaired in this span, in words. */
  readonly repairs: readonly SpanRepair[];
}

/**
 * Why a span is not shown as sent. The span is kept, marked, and counted in the trace's warnings.
 * - `orphan`: its parent is not in the trace; shown as a root
 * - `cycle`: its ancestors lead back to itself; cut there and shown as a root
 * - `self-parent`: it names itself as parent; shown as a root
 * - `duplicate-id`: another span of the trace has the same ID but other content
 * - `negative-duration`: it ends before it starts; shown with no length
 * - `missing-start`, `missing-end`: a time is 0; the parent's start, or no length, stands in
 */
export const SPAN_REPAIRS = [
  'orphan',
  'cycle',
  'self-parent',
  'duplicate-id',
  'negative-duration',
  'missing-start',
  'missing-end',
] as const;
export type SpanRepair = (typeof SPAN_REPAIRS)[number];
