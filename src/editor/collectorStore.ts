import type { CollectorClient } from '../collector/collectorClient.ts';
import type { TraceId } from '../core/ids.ts';
import type {
  CodeSite,
  ExemplarOrder,
  LatencyBar,
  LatencyStats,
  ServiceVersion,
  SiteLatency,
  SpanExemplar,
} from '../core/latencyProtocol.ts';
import type {
  CollectorStats,
  KeepResult,
  ReceiverState,
  RetentionLimits,
  SpanRef,
  StartOptions,
  TraceListQuery,
} from '../core/protocol.ts';
import type { TraceSummary } from '../core/trace.ts';

/** The collector worker as the editor's parts see it. */
export class CollectorStore {
  readonly #client: CollectorClient;

  constructor(client: CollectorClient) {
    this.#client = client;
  }

  start(options: StartOptions): Promise<ReceiverState> {
    return this.#client.call('start', options);
  }

  /** A port that is free now, this one or one above. */
  freePortNear(port: number): Promise<number> {
    return this.#client.call('freePortNear', { port });
  }

  /** What the store may keep from now on. */
  configure(limits: RetentionLimits): Promise<void> {
    return this.#client.call('configure', limits);
  }

  stop(): Promise<ReceiverState> {
    return this.#client.call('stop');
  }

  stats(): Promise<CollectorStats> {
    return this.#client.call('stats');
  }

  list(query: TraceListQuery): Promise<readonly TraceSummary[]> {
    return this.#client.call('list', query);
  }

  /** Empty when the store does not have the trace. */
  trace(traceId: TraceId): Promise<readonly ArrayBuffer[]> {
    return this.#client.call('trace', { traceId });
  }

  /** Traces by the low half of their IDs, newest first. */
  endingWith(lowHalf: string): Promise<readonly TraceId[]> {
    return this.#client.call('endingWith', { lowHalf });
  }

  oldestEpochNs(): Promise<string | undefined> {
    return this.#client.call('oldestEpochNs');
  }

  services(): Promise<readonly string[]> {
    return this.#client.call('services');
  }

  operations(service: string): Promise<readonly string[]> {
    return this.#client.call('operations', { service });
  }

  /** Keeps OTLP protobuf of a file. */
  keep(payloads: readonly ArrayBuffer[]): Promise<KeepResult> {
    return this.#client.call('keep', { payloads });
  }

  /** Log records of the trace, as OTLP LogsData. */
  logs(traceId: TraceId): Promise<readonly ArrayBuffer[]> {
    return this.#client.call('logs', { traceId });
  }

  lastArrivalMs(traceId: TraceId): Promise<number | undefined> {
    return this.#client.call('lastArrival', { traceId });
  }

  /** Stored spans with a link to this one. */
  linksTo(target: SpanRef): Promise<readonly SpanRef[]> {
    return this.#client.call('linksTo', target);
  }

  clear(): Promise<void> {
    return this.#client.call('clear');
  }

  codeSites(after: number): Promise<readonly CodeSite[]> {
    return this.#client.call('codeSites', { after });
  }

  latency(groups: readonly (readonly number[])[], windowMs: number): Promise<readonly (LatencyStats | undefined)[]> {
    return this.#client.call('latency', { groups, windowMs });
  }

  latencyBetween(
    groups: readonly (readonly number[])[],
    fromEpochNs: string,
    toEpochNs: string,
  ): Promise<readonly (LatencyStats | undefined)[]> {
    return this.#client.call('latencyBetween', { groups, fromEpochNs, toEpochNs });
  }

  distribution(sites: readonly number[], windowMs: number): Promise<readonly LatencyBar[]> {
    return this.#client.call('distribution', { sites, windowMs });
  }

  /** The sites that most time was spent in, most first. */
  hotSites(windowMs: number, limit: number): Promise<readonly SiteLatency[]> {
    return this.#client.call('hotSites', { windowMs, limit });
  }

  serviceVersions(service: string): Promise<readonly ServiceVersion[]> {
    return this.#client.call('serviceVersions', { service });
  }

  exemplars(sites: readonly number[], order: ExemplarOrder, limit: number): Promise<readonly SpanExemplar[]> {
    return this.#client.call('exemplars', { sites, order, limit });
  }
}
