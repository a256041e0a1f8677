import type { TraceId } from '../core/ids.ts';
import type { EpochRange } from '../core/timeWindow.ts';
import type {
  Backend,
  BackendCapabilities,
  BackendHealth,
  BackendQuery,
  FetchedTrace,
  Operation,
  SearchPage,
} from './backend.ts';
import { serviceHealth } from './serviceHealth.ts';
import type { BackendHttp } from './http.ts';
import type { LatencySource } from './latencySource.ts';
import { NoEndpoint } from './noEndpoint.ts';
import { noTrace } from './noTrace.ts';
import { isTempoError } from './tempoApi.ts';
import { TempoLatency } from './tempoLatency.ts';
import { tempoSearch } from './tempoSearch.ts';
import { TempoTags } from './tempoTags.ts';
import { tempoTrace } from './tempoTrace.ts';
import { smallText } from './smallJson.ts';

/** Grafana Tempo, and what speaks its API: VictoriaTraces below `/select/tempo`, and Grafana's proxy to a Tempo. */
export class TempoBackend implements Backend {
  readonly kind = 'tempo';
  readonly capabilities: BackendCapabilities = {
    filters: ['service', 'operation', 'kind', 'attributes', 'duration', 'errors'],
    needsService: 'never',
    // The first that its searchers find.
    order: 'any',
  };
  readonly id: string;
  readonly label: string;
  readonly latency: LatencySource;
  readonly #http: BackendHttp;
  readonly #tags: TempoTags;
  #isKnown = false;

  constructor(id: string, label: string, http: BackendHttp) {
    this.id = id;
    this.label = label;
    this.#http = http;
    this.#tags = new TempoTags(http);
    this.latency = new TempoLatency(id, label, http);
  }

  async getTrace(traceId: TraceId, signal: AbortSignal, near?: EpochRange): Promise<FetchedTrace> {
    const quick = near && (await tempoTrace(this.#http, traceId, signal, near));
    const trace = quick ?? (await tempoTrace(this.#http, traceId, signal));
    if (trace) return trace;
    // An empty answer is said by many a server: only Tempo's own is about the trace.
    await this.#recognise(signal);
    throw noTrace(
      this.#http.who,
      traceId,
      'It may not have been sampled, be too old, or be so fresh that Tempo does not show it yet: try again in 30 s.',
    );
  }

  async search(query: BackendQuery, signal: AbortSignal): Promise<SearchPage> {
    return tempoSearch(this.#http, query, signal);
  }

  async services(signal: AbortSignal): Promise<readonly string[]> {
    return this.#tags.services(signal);
  }

  async operations(service: string, signal: AbortSignal): Promise<readonly Operation[]> {
    const names = await this.#tags.operations(service, signal);
    return names.map((name) => ({ name, kind: undefined }));
  }

  async attributeKeys(signal: AbortSignal): Promise<readonly string[]> {
    return this.#tags.keys(signal);
  }

  async attributeValues(key: string, signal: AbortSignal): Promise<readonly string[]> {
    return this.#tags.values(key, signal);
  }

  async health(signal: AbortSignal): Promise<BackendHealth> {
    return serviceHealth(this.#http.who, "Tempo's API", await this.services(signal));
  }

  /** @throws {NoEndpoint} when this is no Tempo */
  async #recognise(signal: AbortSignal): Promise<void> {
    if (this.#isKnown) return;
    const path = '/api/echo';
    try {
      const text = await smallText(this.#http, { path }, isTempoError, signal);
      if (text.trim() !== 'echo') throw new NoEndpoint(this.#http.who, path, { kind: 'other' });
    } catch (thrown) {
      if (!(thrown instanceof NoEndpoint)) throw thrown;
      // A gateway may let through only what it knows.
      await this.services(signal);
    }
    this.#isKnown = true;
  }
}
