import type { SpanId, TraceId } from './ids.ts';
import type { SpanRepair } from './span.ts';

/** Bits of {@link TraceColumns.flags}; the low three hold the OTLP span kind. */
export const KIND_MASK = 0b111;
export const FLAG_ERROR = 1 << 3;
export const FLAG_EVENTS = 1 << 4;
export const FLAG_EXCEPTION = 1 << 5;
export const FLAG_LINKS = 1 << 6;
export const FLAG_REPAIRED = 1 << 7;
/** The span says where its code is (any dialect of code attributes). */
export const FLAG_CODE = 1 << 8;

/**
 * A trace as struct of arrays, one entry a span, in display order: depth first, siblings by start.
 * So the parent of row r is the last row before r with a smaller depth, and the subtree of r is the run of deeper rows after it.
 */
export interface TraceColumns {
  readonly count: number;
  /** Nanoseconds from the trace's start. */
  readonly startNs: Float64Array;
  readonly durationNs: Float64Array;
  /** 0 for roots. */
  readonly depth: Uint32Array;
  /** Indexes into {@link TraceHeader.services} and {@link TraceHeader.names}. */
  readonly service: Uint16Array;
  readonly name: Uint32Array;
  readonly flags: Uint16Array;
}

/** What is known of a trace before its rows. */
export interface TraceHeader {
  readonly traceId: TraceId;
  /** Decimal nanoseconds since the Unix epoch of the earliest start; offsets count from here. */
  readonly startEpochNs: string;
  readonly durationNs: number;
  readonly count: number;
  readonly errors: number;
  readonly services: readonly string[];
  readonly names: readonly string[];
  readonly maxDepth: number;
  readonly warnings: readonly TraceWarning[];
}

/** A kind of repair and how many spans it touched. */
export interface TraceWarning {
  readonly repair: SpanRepair;
  readonly count: number;
}

/** One line in a list of traces. */
export interface TraceSummary {
  readonly traceId: TraceId;
  readonly rootService: string;
  readonly rootName: string;
  readonly rootSpanId: SpanId | undefined;
  /** Decimal nanoseconds since the Unix epoch. */
  readonly startEpochNs: string;
  readonly durationNs: number;
  readonly spans: number;
  readonly errors: number;
  readonly services: readonly string[];
}
