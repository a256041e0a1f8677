import type { TraceId } from '../core/ids.ts';
import { Problem } from '../core/problem.ts';
import type {
  Backend,
  BackendCapabilities,
  BackendHealth,
  FetchedTrace,
  Operation,
  TraceSearch,
  TraceSearchResult,
} from './backend.ts';
import type { BackendHttp } from './http.ts';
import type { JaegerApi } from './jaegerApi.ts';
import { JaegerLegacy } from './jaegerLegacy.ts';
import { JaegerV3 } from './jaegerV3.ts';
import { NoEndpoint } from './noEndpoint.ts';

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
    filters: ['service', 'operation', 'attributes', 'duration', 'errors'],
    // Elasticsearch can do without, Cassandra and the legacy API cannot.
    needsService: 'sometimes',
  };
  readonly id: string;
  readonly label: string;
  readonly #http: BackendHttp;
  readonly #v3: JaegerApi;
  readonly #legacy: JaegerApi;
  #remembered: JaegerApi | undefined;

  constructor(id: string, label: string, http: BackendHttp) {
    this.id = id;
    this.label = label;
    this.#http = http;
    this.#v3 = new JaegerV3(http);
    this.#legacy = new JaegerLegacy(http);
  }

  async getTrace(traceId: TraceId, signal: AbortSignal): Promise<FetchedTrace> {
    const trace = await this.#ask((api) => api.trace(traceId, signal), signal);
    if (trace) return trace;
    throw new Problem(
      'not-found',
      `${this.#http.who} does not have trace ${traceId}. It may not have been sampled, not have arrived yet, or be too old.`,
    );
  }

  async search(query: TraceSearch, signal: AbortSignal): Promise<TraceSearchResult> {
    return this.#ask(async (api) => {
      try {
        return await api.search(query, signal);
      } catch (thrown) {
        // Before v2.19 the stable API had no summaries; those servers have the legacy search.
        if (api === this.#legacy || !(thrown instanceof NoEndpoint)) throw thrown;
        return this.#legacy.search(query, signal);
      }
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
    const count = services.length;
    const found = count === 0 ? 'no services yet' : count === 1 ? '1 service' : `${count} services`;
    return {
      api: api.name,
      serviceCount: count,
      sentence: `${this.#http.who} answers with ${api.name} and has ${found}.`,
    };
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
