import type { TraceId } from '../core/ids.ts';
import type { SpanCondition } from '../core/spanQuery.ts';
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
import type { JaegerApi } from './jaegerApi.ts';
import { JaegerLatency } from './jaegerLatency.ts';
import { JaegerLegacy } from './jaegerLegacy.ts';
import { JAEGER_FILTERS } from './jaegerSearch.ts';
import { JaegerV3 } from './jaegerV3.ts';
import type { LatencySource } from './latencySource.ts';
import { mergedPages } from './mergedPages.ts';
import { NoEndpoint } from './noEndpoint.ts';
import { noTrace } from './noTrace.ts';
import { searchByService } from './searchByService.ts';

/** Asks for the list of services to learn which API answers: both have it, and it is small. */
interface Probe {
  readonly api: JaegerApi;
  readonly services: readonly string[];
}

/**
 * Jaeger and what imitates it. The stable API first; servers before it, and imitators, have the legacy one only, and
 * releases after v2.20 have lost most of that. Which one answered is remembered until it no longer does.
 */
export class JaegerBackend implements Backend {
  readonly kind = 'jaeger';
  readonly capabilities: BackendCapabilities = {
    filters: JAEGER_FILTERS,
    // Elasticsearch can do without, Cassandra and the legacy API cannot: each service is asked then.
    needsService: 'sometimes',
    order: 'newest',
  };
  readonly id: string;
  readonly label: string;
  readonly latency: LatencySource;
  readonly #http: BackendHttp;
  readonly #v3: JaegerApi;
  readonly #legacy: JaegerApi;
  #remembered: JaegerApi | undefined;
  /** Whether a search without a service has found something. */
  #searchedWithoutService = false;

  constructor(id: string, label: string, http: BackendHttp) {
    this.id = id;
    this.label = label;
    this.#http = http;
    this.latency = new JaegerLatency(id, label, http);
    this.#v3 = new JaegerV3(http);
    this.#legacy = new JaegerLegacy(http);
  }

  async getTrace(traceId: TraceId, signal: AbortSignal): Promise<FetchedTrace> {
    const trace = await this.#ask((api) => api.trace(traceId, signal), signal);
    if (trace) return trace;
    throw noTrace(this.#http.who, traceId, 'It may not have been sampled, not have arrived yet, or be too old.');
  }

  async search(query: BackendQuery, signal: AbortSignal): Promise<SearchPage> {
    return this.#ask((api) => {
      const withoutService = api.searchesWithoutService ? (this.#searchedWithoutService ? 'yes' : 'maybe') : 'no';
      const server = {
        name: 'Jaeger',
        withoutService,
        services: (signal: AbortSignal) => api.services(signal),
        search: (query: BackendQuery, signal: AbortSignal) => this.#searchErrors(api, query, signal),
      } as const;
      return searchByService(server, query, signal);
    }, signal);
  }

  async services(signal: AbortSignal): Promise<readonly string[]> {
    return this.#ask((api) => api.services(signal), signal);
  }

  async operations(service: string, signal: AbortSignal): Promise<readonly Operation[]> {
    return this.#ask((api) => api.operations(service, signal), signal);
  }

  async health(signal: AbortSignal): Promise<BackendHealth> {
    const { api, services } = await this.#probe(signal);
    return serviceHealth(this.#http.who, api.name, services);
  }

  /**
   * Errors are asked for as the tag `error=true`, which Jaeger's memory store takes for a text and answers with spans that went well
   * (2.13). So the same is asked without it, and what either brings is checked here.
   */
  async #searchErrors(api: JaegerApi, query: BackendQuery, signal: AbortSignal): Promise<SearchPage> {
    const error = query.conditions.find(isError);
    if (error === undefined) return this.#search(api, query, signal);
    const without = { ...query, conditions: query.conditions.filter((condition) => condition !== error) };
    const pages = await Promise.all([without, query].map((asked) => this.#search(api, asked, signal)));
    const merged = mergedPages(pages, []);
    return { ...merged, rest: [...merged.rest, error] };
  }

  async #search(api: JaegerApi, query: BackendQuery, signal: AbortSignal): Promise<SearchPage> {
    try {
      const page = await api.search(query, signal);
      const named = query.conditions.some(({ term, excluded }) => term.about === 'service' && !excluded);
      if (!named && page.kind === 'summaries' && page.traces.length > 0) this.#searchedWithoutService = true;
      return page;
    } catch (thrown) {
      // Before v2.19 the stable API had no summaries; those servers have the legacy search.
      if (api === this.#legacy || !(thrown instanceof NoEndpoint)) throw thrown;
      return this.#legacy.search(query, signal);
    }
  }

  async #ask<T>(call: (api: JaegerApi) => Promise<T>, signal: AbortSignal): Promise<T> {
    const api = this.#remembered ?? (await this.#probe(signal)).api;
    try {
      return await call(api);
    } catch (thrown) {
      // The server was replaced by another version, or something else answers now: look again next time.
      if (thrown instanceof NoEndpoint) this.#remembered = undefined;
      throw thrown;
    }
  }

  async #probe(signal: AbortSignal): Promise<Probe> {
    try {
      return await this.#probeOne(this.#v3, signal);
    } catch (thrown) {
      if (!(thrown instanceof NoEndpoint)) throw thrown;
      return this.#probeOne(this.#legacy, signal);
    }
  }

  async #probeOne(api: JaegerApi, signal: AbortSignal): Promise<Probe> {
    const services = await api.services(signal);
    this.#remembered = api;
    return { api, services };
  }
}

function isError({ term, excluded }: SpanCondition): boolean {
  return !excluded && term.about === 'status' && term.status === 'error';
}
