import type { TraceId } from '../core/ids.ts';
import { Problem } from '../core/problem.ts';
import type {
  Backend,
  BackendCapabilities,
  BackendHealth,
  BackendQuery,
  FetchedTrace,
  Operation,
  SearchFilter,
  SearchPage,
} from './backend.ts';
import { serviceHealth } from './serviceHealth.ts';
import { givenParams } from './givenParams.ts';
import type { BackendHttp, HttpRequest } from './http.ts';
import { field, listField, parseJson, textField } from './json.ts';
import { knownServices } from './knownServices.ts';
import { NoEndpoint } from './noEndpoint.ts';
import { noTrace } from './noTrace.ts';
import { Refused } from './refused.ts';
import { searchBytes } from './searchBytes.ts';
import { simpleSearch } from './simpleSearch.ts';
import { smallJsonList } from './smallJson.ts';
import { emptyJson, traceBytes, type TraceAnswers } from './traceBytes.ts';
import { wholeTraces } from './wholeTraces.ts';

const FILTERS: readonly SearchFilter[] = ['service', 'errors'];
const PATH = '/api/telemetry';
const NO_TIME =
  'The Aspire dashboard does not search by time: of its newest traces those of the time asked for are shown.';

/** The .NET Aspire dashboard (protocols.md 3.17): OTLP JSON in `{"data":…}`, of what it has received since it started. */
export class AspireBackend implements Backend {
  readonly kind = 'aspire';
  readonly capabilities: BackendCapabilities = {
    filters: FILTERS,
    needsService: 'never',
    // The newest, but there is no asking for those before them.
    order: 'any',
  };
  readonly id: string;
  readonly label: string;
  readonly #http: BackendHttp;

  constructor(id: string, label: string, http: BackendHttp) {
    this.id = id;
    this.label = label;
    this.#http = http;
  }

  async getTrace(traceId: TraceId, signal: AbortSignal): Promise<FetchedTrace> {
    const path = `${PATH}/traces/${traceId}`;
    const bytes = await this.#ask(() => traceBytes(this.#http, { path }, traceId, TRACE_ANSWERS, signal));
    if (bytes) return { format: 'otlp-json', chunks: [bytes] };
    throw noTrace(
      this.#http.who,
      traceId,
      'The dashboard keeps what it has received since it started, and not all of it.',
    );
  }

  async search({ conditions, limit }: BackendQuery, signal: AbortSignal): Promise<SearchPage> {
    const { search, rest } = simpleSearch(conditions, FILTERS);
    const resource = search.service === undefined ? undefined : await this.#resource(search.service, signal);
    // Both are looked for in the whole trace, errors also in the spans of other services.
    const unmet = search.service !== undefined && search.errorsOnly ? conditions : rest;
    const page = await wholeTraces(limit, 'otlp-json', unmet, (limit) => {
      const query = givenParams([
        ['resource', resource],
        ['hasError', search.errorsOnly ? 'true' : undefined],
        ['limit', String(limit)],
      ]);
      return this.#ask(() => this.#traces({ path: `${PATH}/traces`, query }, signal));
    });
    return { ...page, notes: [NO_TIME, ...page.notes] };
  }

  async services(signal: AbortSignal): Promise<readonly string[]> {
    return this.#ask(() => this.#services(signal));
  }

  /** The dashboard does not tell. */
  async operations(): Promise<readonly Operation[]> {
    return [];
  }

  async health(signal: AbortSignal): Promise<BackendHealth> {
    return serviceHealth(this.#http.who, "the Aspire dashboard's API", await this.services(signal));
  }

  async #services(signal: AbortSignal): Promise<readonly string[]> {
    const path = `${PATH}/resources`;
    const resources = await smallJsonList(this.#http, { path }, isAspireError, signal);
    if (!resources.every((resource) => textField(resource, 'name') !== ''))
      throw new NoEndpoint(this.#http.who, path, { kind: 'other' });
    const withTraces = resources.filter((resource) => field(resource, 'hasTraces') !== false);
    return [...new Set(withTraces.map((resource) => textField(resource, 'name')))];
  }

  /** The name as the dashboard spells it; the list of resources came after the first versions of this API. */
  async #resource(typed: string, signal: AbortSignal): Promise<string> {
    try {
      const services = await this.#services(signal);
      return knownServices({ text: typed, openStart: false, openEnd: false }, services)[0] ?? typed;
    } catch (thrown) {
      if (!(thrown instanceof NoEndpoint)) throw thrown;
      return typed;
    }
  }

  async #traces(request: Omit<HttpRequest, 'maxBytes'>, signal: AbortSignal): Promise<ArrayBuffer> {
    try {
      return await searchBytes(this.#http, request, isAspireError, signal);
    } catch (thrown) {
      // A resource that the dashboard does not know has no traces.
      if (!(thrown instanceof Refused) || thrown.status !== 404) throw thrown;
      return new TextEncoder().encode('{"data":{"resourceSpans":[]}}').buffer;
    }
  }

  /** Switched off, the API is not there at all. */
  async #ask<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (thrown) {
      if (!(thrown instanceof NoEndpoint)) throw thrown;
      throw new Problem(
        'unsupported',
        `${thrown.message} If it is an Aspire dashboard, its telemetry API may be switched off (Dashboard:Api) or older than the API.`,
      );
    }
  }
}

const TRACE_ANSWERS: TraceAnswers = {
  isOwnError: isAspireError,
  isEmpty: emptyJson(['data'], (json) => {
    const data = field(json, 'data');
    return data !== undefined && listField(data, 'resourceSpans').length === 0;
  }),
};

/** ASP.NET's ProblemDetails about what this API knows; other servers in .NET send such as well. */
function isAspireError(body: string): boolean {
  const title = textField(parseJson(body), 'title');
  return title === 'Trace not found' || title === 'Resource not found';
}
