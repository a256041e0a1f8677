import type { TraceId } from '../core/ids.ts';
import type { FetchedTrace, Operation, TraceSearch, TraceSearchResult } from './backend.ts';

/** One of the two APIs that servers with Jaeger's UI speak. Calls that the server does not have reject with NoEndpoint. */
export interface JaegerApi {
  /** For people. */
  readonly name: string;
  services(signal: AbortSignal): Promise<readonly string[]>;
  operations(service: string, signal: AbortSignal): Promise<readonly Operation[]>;
  search(query: TraceSearch, signal: AbortSignal): Promise<TraceSearchResult>;
  /** `undefined` when the server says that it does not have the trace. */
  trace(traceId: TraceId, signal: AbortSignal): Promise<FetchedTrace | undefined>;
}
