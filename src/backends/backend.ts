import type { TraceId } from '../core/ids.ts';
import type { TraceFormat } from '../core/protocol.ts';
import type { SpanKind } from '../core/span.ts';
import type { TraceSummary } from '../core/trace.ts';

/** A kind of server that has a file of its own here; later kinds are added to the union. */
export type BackendKind = 'jaeger';

/**
 * A server that is asked for traces. Every call rejects with a Problem whose message names the backend;
 * aborting the signal rejects with `cancelled` and closes the connection.
 */
export interface Backend {
  /** Unique among the configured ones, never shown. */
  readonly id: string;
  /** For people. */
  readonly label: string;
  readonly kind: BackendKind;
  readonly capabilities: BackendCapabilities;
  /** `not-found` only when the backend itself said so; a wrong address is another Problem. */
  getTrace(traceId: TraceId, signal: AbortSignal): Promise<FetchedTrace>;
  search(query: TraceSearch, signal: AbortSignal): Promise<TraceSearchResult>;
  services(signal: AbortSignal): Promise<readonly string[]>;
  operations(service: string, signal: AbortSignal): Promise<readonly Operation[]>;
  /** The connection test: resolves when searches and lookups can be expected to work. */
  health(signal: AbortSignal): Promise<BackendHealth>;
}

/** What a backend can narrow a search by; the rest must be said, or filtered here where that is honest. */
export type SearchFilter = 'service' | 'operation' | 'attributes' | 'duration' | 'errors';

export interface BackendCapabilities {
  readonly filters: readonly SearchFilter[];
  /** Whether a search must name a service; `sometimes` depends on the server's own store. */
  readonly needsService: 'always' | 'sometimes' | 'never';
}

/** A trace as it came, undecoded: the parser worker reads it. */
export interface FetchedTrace {
  readonly format: TraceFormat;
  /** One payload; may hold other traces too, so the one asked for is picked after parsing. */
  readonly chunks: readonly ArrayBuffer[];
}

/** Which traces to search for; every field narrows. */
export interface TraceSearch {
  /** Nanoseconds since the Unix epoch. */
  readonly fromEpochNs: bigint;
  readonly toEpochNs: bigint;
  readonly limit: number;
  readonly service?: string;
  readonly operation?: string;
  /** Each must be on one span of the trace. */
  readonly attributes?: readonly (readonly [key: string, value: string])[];
  readonly minDurationNs?: number;
  readonly maxDurationNs?: number;
  readonly errorsOnly?: boolean;
}

export interface TraceSearchResult {
  /** Newest first. Names are untrusted text. */
  readonly traces: readonly TraceSummary[];
  /** Whether the limit was reached, so that there may be more. */
  readonly truncated: boolean;
  /** Entries that could not be read and are missing from `traces`. */
  readonly unreadable: number;
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
  readonly serviceCount: number;
  /** The result for people. */
  readonly sentence: string;
}
