import type { TraceId } from '../core/ids.ts';
import { Problem } from '../core/problem.ts';
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
import type { QueryParam } from './givenParams.ts';
import type { BackendHttp } from './http.ts';
import { field, parseJson } from './json.ts';
import { noTrace } from './noTrace.ts';
import { searchByService } from './searchByService.ts';
import { searchBytes } from './searchBytes.ts';
import { smallJson, smallJsonList } from './smallJson.ts';
import { stringList } from './stringList.ts';
import { traceBytes } from './traceBytes.ts';
import { traceIdSpellings } from './traceIdSpellings.ts';
import { wholeTraces } from './wholeTraces.ts';
import { ZIPKIN_FILTERS, zipkinSearch } from './zipkinSearch.ts';

/** Zipkin's second API (protocols.md 3.3), which the server also has below `/zipkin`, where its UI is. */
export class ZipkinBackend implements Backend {
  readonly kind = 'zipkin';
  readonly capabilities: BackendCapabilities = { filters: ZIPKIN_FILTERS, needsService: 'never', order: 'newest' };
  readonly id: string;
  readonly label: string;
  readonly #http: BackendHttp;

  constructor(id: string, label: string, http: BackendHttp) {
    this.id = id;
    this.label = label;
    this.#http = http;
  }

  async getTrace(traceId: TraceId, signal: AbortSignal): Promise<FetchedTrace> {
    for (const spelled of traceIdSpellings(traceId)) {
      const answers = {
        isOwnError: (body: string, status: number) =>
          status === 404 ? isNotFound(body, spelled) : isZipkinError(body, status),
        isEmpty: isEmptyList,
      };
      const path = `/api/v2/trace/${spelled}`;
      const bytes = await traceBytes(this.#http, { path }, traceId, answers, signal);
      if (bytes) return { format: 'zipkin-json', chunks: [bytes] };
    }
    throw noTrace(this.#http.who, traceId, hintOf(traceId));
  }

  async search(query: BackendQuery, signal: AbortSignal): Promise<SearchPage> {
    const server = {
      name: 'Zipkin',
      withoutService: 'yes',
      services: (signal: AbortSignal) => this.services(signal),
      search: (query: BackendQuery, signal: AbortSignal) => this.#search(query, signal),
    } as const;
    return searchByService(server, query, signal);
  }

  async services(signal: AbortSignal): Promise<readonly string[]> {
    const services = await this.#names('/api/v2/services', [], 'services', signal);
    if (services.length === 0) await this.#checkSearch(signal);
    return services;
  }

  async operations(service: string, signal: AbortSignal): Promise<readonly Operation[]> {
    const names = await this.#names('/api/v2/spans', [['serviceName', service.toLowerCase()]], 'operations', signal);
    return names.map((name) => ({ name, kind: undefined }));
  }

  /** Those that the server was told to keep a list of (AUTOCOMPLETE_KEYS). */
  async attributeKeys(signal: AbortSignal): Promise<readonly string[]> {
    return this.#names('/api/v2/autocompleteKeys', [], 'keys', signal);
  }

  async attributeValues(key: string, signal: AbortSignal): Promise<readonly string[]> {
    return this.#names('/api/v2/autocompleteValues', [['key', key]], 'values', signal);
  }

  async health(signal: AbortSignal): Promise<BackendHealth> {
    return serviceHealth(this.#http.who, 'Zipkin API v2', await this.services(signal));
  }

  async #search(query: BackendQuery, signal: AbortSignal): Promise<SearchPage> {
    const { params, rest, notes } = zipkinSearch(query);
    const page = await wholeTraces(query.limit, 'zipkin-json', rest, async (limit) => {
      const request = { path: '/api/v2/traces', query: [...params, ['limit', String(limit)] as const] };
      const bytes = await searchBytes(this.#http, request, isZipkinError, signal);
      // A server that does not search finds nothing, whatever it is asked.
      if (bytes.byteLength <= 2) await this.#checkSearch(signal);
      return bytes;
    });
    return { ...page, notes: [...notes, ...page.notes] };
  }

  async #names(
    path: string,
    query: readonly QueryParam[],
    what: string,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    return stringList(await smallJsonList(this.#http, { path, query }, isZipkinError, signal), this.#http.who, what);
  }

  /** @throws {Problem} `unsupported` when the server runs with SEARCH_ENABLED=false, which it tells its UI */
  async #checkSearch(signal: AbortSignal): Promise<void> {
    const path = this.#http.base.basePath.endsWith('/zipkin') ? '/config.json' : '/zipkin/config.json';
    let config: unknown;
    try {
      config = await smallJson(this.#http, { path }, isZipkinError, signal);
    } catch (thrown) {
      if (signal.aborted) throw thrown;
    }
    if (field(config, 'searchEnabled') === false)
      throw new Problem(
        'unsupported',
        `${this.#http.who} runs with SEARCH_ENABLED=false: it finds traces by their ID alone. Paste a trace ID, or enable the search on the server.`,
      );
  }
}

function isEmptyList(bytes: ArrayBuffer): boolean | undefined {
  const json = parseJson(new TextDecoder().decode(bytes));
  return Array.isArray(json) ? json.length === 0 : undefined;
}

/** `<id> not found`, as text. */
function isNotFound(body: string, spelled: string): boolean {
  return body.trim().toLowerCase() === `${spelled} not found`;
}

/** Reasons are one line of text; pages and the JSON of gateways come from something else. */
function isZipkinError(body: string, status: number): boolean {
  return status === 400 && !body.trimStart().startsWith('<') && parseJson(body) === undefined;
}

function hintOf(traceId: TraceId): string {
  const hint = 'It may not have been sampled, not have arrived yet, or be too old.';
  if (traceId.startsWith('0'.repeat(16))) return hint;
  return `${hint} If its services cut IDs to 64 bit, ask for ${traceId.slice(16)}; a server with STRICT_TRACE_ID=false does so by itself.`;
}
