import type { TraceId } from '../core/ids.ts';
import type { TraceFormat } from '../core/protocol.ts';
import type { SpanKind } from '../core/span.ts';
import type { SpanCondition } from '../core/spanQuery.ts';
import type { EpochRange } from '../core/timeWindow.ts';
import type { TraceSummary } from '../core/trace.ts';
import type { LatencySource } from './latencySource.ts';

/** A kind of server that has a file of its own here. */
export type BackendKind = 'jaeger' | 'tempo' | 'zipkin' | 'aspire' | 'prometheus';

/** Whatever is configured under `spanline.backends`. */
export interface Connection {
  /** Unique among the configured ones, never shown. */
  readonly id: string;
  /** For people. */
  readonly label: string;
  readonly kind: BackendKind;
  /** The connection test: resolves when what the server is for can be expected to work. */
  health(signal: AbortSignal): Promise<BackendHealth>;
}

/**
 * A server that is asked for traces. Every call rejects with a Problem whose message names the backend;
 * aborting the signal rejects with `cancelled` and closes the connection.
 */
export interface Backend extends Connection {
  readonly capabilities: BackendCapabilities;
  /**
   * `not-found` only when the backend itself said so; a wrong address is another Problem.
   * @param near when the trace is known to have run, for servers that look faster, or at all, with a time
   */
  getTrace(traceId: TraceId, signal: AbortSignal, near?: EpochRange): Promise<FetchedTrace>;
  search(query: BackendQuery, signal: AbortSignal): Promise<SearchPage>;
  services(signal: AbortSignal): Promise<readonly string[]>;
  operations(service: string, signal: AbortSignal): Promise<readonly Operation[]>;
  /** For completion; absent when the server does not tell. */
  attributeKeys?(signal: AbortSignal): Promise<readonly string[]>;
  attributeValues?(key: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Absent when the server has no numbers over many spans. */
  readonly latency?: LatencySource;
}

/** A server that knows latencies and no traces. */
export interface LatencyServer extends Connection {
  readonly latency: LatencySource;
}

/** Any server that can be configured. */
export type Server = Backend | LatencyServer;

/** What a backend can narrow a search by on its own; {@link SearchPage.rest} says what it did not. */
export type SearchFilter = 'service' | 'operation' | 'kind' | 'attributes' | 'duration' | 'errors' | 'text';

export interface BackendCapabilities {
  readonly filters: readonly SearchFilter[];
  /** Whether a search must name a service; `sometimes` depends on the server's own store. */
  readonly needsService: 'always' | 'sometimes' | 'never';
  /** `newest`: a truncated page holds the newest, so that older ones follow it. `any`: it holds some, and only a narrower search finds the rest. */
  readonly order: 'newest' | 'any';
}

/** A trace as it came, undecoded: the parser worker reads it. */
export interface FetchedTrace {
  readonly format: TraceFormat;
  /** One payload; may hold other traces too, so the one asked for is picked after parsing. */
  readonly chunks: readonly ArrayBuffer[];
}

/** Which traces to search for: those with a span for which all conditions hold. */
export interface BackendQuery {
  readonly conditions: readonly SpanCondition[];
  readonly range: EpochRange;
  readonly limit: number;
}

/** What one search brought. */
export type SearchPage = SummariesPage | TracesPage;

interface PageParts {
  /** Conditions that the server was not asked about, so that traces may be among these for which they do not hold. */
  readonly rest: readonly SpanCondition[];
  /** What people should know about this answer, in sentences. */
  readonly notes: readonly string[];
}

export interface SummariesPage extends PageParts {
  readonly kind: 'summaries';
  /** Newest first. Names are untrusted text. */
  readonly traces: readonly TraceSummary[];
  /** Whether the limit was reached, so that there may be more. */
  readonly truncated: boolean;
  /** Entries that could not be read and are missing from `traces`. */
  readonly unreadable: number;
}

/** Whole traces, undecoded: the parser worker sums them up and checks what is left to check. */
export interface TracesPage extends PageParts {
  readonly kind: 'traces';
  readonly payload: FetchedTrace;
  /** As many traces were asked for; when there are as many, there may be more. */
  readonly limit: number;
}

/** A name that spans of a service have. */
export interface Operation {
  readonly name: string;
  /** `undefined` when the backend does not say. */
  readonly kind: SpanKind | undefined;
}

export interface BackendHealth {
  /** What answered, such as `Jaeger API v3`. */
  readonly api: string;
  /** The result for people. */
  readonly sentence: string;
}
