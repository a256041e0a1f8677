import type { TraceId } from '../core/ids.ts';
import type { BackendQuery, FetchedTrace, Operation, SearchPage } from './backend.ts';

/** One of the two APIs that servers with Jaeger's UI speak. Calls that the server does not have reject with NoEndpoint. */
export interface JaegerApi {
  /** For people. */
  readonly name: string;
  services(signal: AbortSignal): Promise<readonly string[]>;
  operations(service: string, signal: AbortSignal): Promise<readonly Operation[]>;
  /** Whether {@link search} may be tried without a service; the server's store decides, and refuses. */
  readonly searchesWithoutService: boolean;
  search(query: BackendQuery, signal: AbortSignal): Promise<SearchPage>;
  /** `undefined` when the server says that it does not have the trace. */
  trace(traceId: TraceId, signal: AbortSignal): Promise<FetchedTrace | undefined>;
}
