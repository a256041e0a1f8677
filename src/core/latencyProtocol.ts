import type { SpanId, TraceId } from './ids.ts';
import type { Base1 } from './position.ts';

/**
 * Whose spans are summed up together, known to the store under a number: a place in code as spans name it, or, of spans that name none, the
 * operation. Untrusted text.
 */
export interface CodeSite {
  readonly id: number;
  readonly service: string;
  readonly filePath: string | undefined;
  readonly line: Base1 | undefined;
  readonly column: Base1 | undefined;
  readonly functionName: string | undefined;
  /** Only of spans that say nothing of their code: their name and kind. */
  readonly operation: Operation | undefined;
}

export interface Operation {
  readonly name: string;
  /** OTLP number: an index into SPAN_KINDS. */
  readonly kind: number;
}

/** Latency of the spans of a group of code sites. Percentiles are nearest-rank within 1 %; all else is exact. */
export interface LatencyStats {
  readonly count: number;
  readonly errors: number;
  /** Exact up to 2^53 ns, rounded beyond. */
  readonly sumNs: number;
  readonly p50Ns: number;
  readonly p95Ns: number;
  readonly p99Ns: number;
  readonly maxNs: number;
}

/** How many calls took how long: those longer than the bar before, up to `upToNs`. */
export interface LatencyBar {
  readonly upToNs: number;
  readonly count: number;
}

export interface SiteLatency {
  readonly site: CodeSite;
  readonly stats: LatencyStats;
}

/** A version of a service and when its first stored span began, decimal nanoseconds since the Unix epoch. Untrusted text. */
export interface ServiceVersion {
  readonly version: string;
  readonly firstEpochNs: string;
}

export interface SpanExemplar {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  readonly name: string;
  readonly service: string;
  readonly startEpochNs: string;
  readonly durationNs: number;
  readonly error: boolean;
}

export type ExemplarOrder = 'slowest' | 'latest' | 'failing';

/** What the collector worker answers about the latency of code. Windows end now and begin with the minute that `windowMs` ago was in. */
export interface LatencyApi {
  /** Sites with a number above `after`, in order; poll with the last one seen. */
  codeSites(params: { readonly after: number }): readonly CodeSite[];
  /** One answer a group, in order; `undefined` for a group without spans in the window. */
  latency(params: {
    readonly groups: readonly (readonly number[])[];
    readonly windowMs: number;
  }): readonly (LatencyStats | undefined)[];
  /** The same for the minutes from one time up to another, decimal nanoseconds since the Unix epoch; hours where minutes are no longer kept. */
  latencyBetween(params: {
    readonly groups: readonly (readonly number[])[];
    readonly fromEpochNs: string;
    readonly toEpochNs: string;
  }): readonly (LatencyStats | undefined)[];
  /** The calls of some sites by their duration, at most 24 bars from the shortest to the longest, equally wide on a logarithmic scale. */
  distribution(params: { readonly sites: readonly number[]; readonly windowMs: number }): readonly LatencyBar[];
  /** The sites that most time was spent in, most first. */
  hotSites(params: { readonly windowMs: number; readonly limit: number }): readonly SiteLatency[];
  /** The versions of a service in order of their first span, at most the last 20. */
  serviceVersions(params: { readonly service: string }): readonly ServiceVersion[];
  exemplars(params: {
    readonly sites: readonly number[];
    readonly order: ExemplarOrder;
    readonly limit: number;
  }): readonly SpanExemplar[];
}
