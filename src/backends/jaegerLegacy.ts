import type { TraceId } from '../core/ids.ts';
import type { BackendQuery, FetchedTrace, Operation, SearchPage } from './backend.ts';
import { givenParams, type QueryParam } from './givenParams.ts';
import type { BackendHttp, HttpRequest } from './http.ts';
import type { JaegerApi } from './jaegerApi.ts';
import { isJaegerError } from './jaegerError.ts';
import { jaegerSearch, type JaegerSearch } from './jaegerSearch.ts';
import { field, listField } from './json.ts';
import { NoEndpoint } from './noEndpoint.ts';
import { Refused } from './refused.ts';
import { searchBytes } from './searchBytes.ts';
import { smallJson } from './smallJson.ts';
import { stringList } from './stringList.ts';
import { emptyJson, traceBytes, type TraceAnswers } from './traceBytes.ts';
import { traceIdSpellings } from './traceIdSpellings.ts';
import { wholeTraces } from './wholeTraces.ts';

const NS_PER_US = 1000n;

/** The JSON behind Jaeger's UI up to v2.20, which others imitate (VictoriaTraces): microseconds, an envelope with `data`. */
export class JaegerLegacy implements JaegerApi {
  readonly name = "Jaeger's legacy API";
  readonly searchesWithoutService = false;
  readonly #http: BackendHttp;

  constructor(http: BackendHttp) {
    this.#http = http;
  }

  async services(signal: AbortSignal): Promise<readonly string[]> {
    return stringList(await this.#data({ path: '/api/services' }, signal), this.#http.who, 'services');
  }

  async operations(service: string, signal: AbortSignal): Promise<readonly Operation[]> {
    const path = `/api/services/${encodeURIComponent(service.toWellFormed())}/operations`;
    const names = stringList(await this.#data({ path }, signal), this.#http.who, 'operations');
    return names.map((name) => ({ name, kind: undefined }));
  }

  /** This API answers a search with whole traces. */
  async search(query: BackendQuery, signal: AbortSignal): Promise<SearchPage> {
    const { search, rest } = jaegerSearch(query.conditions);
    if (search.service === undefined)
      throw new Refused(`${this.#http.who} can only search the traces of one service. Name one.`, 400);
    return wholeTraces(query.limit, 'jaeger-json', rest, (limit) => {
      const request = { path: '/api/traces', query: searchParams(query, search, limit) };
      return searchBytes(this.#http, request, isJaegerError, signal);
    });
  }

  async trace(traceId: TraceId, signal: AbortSignal): Promise<FetchedTrace | undefined> {
    // Imitators compare the text.
    for (const spelled of traceIdSpellings(traceId)) {
      const request = { path: `/api/traces/${spelled}`, query: [['raw', 'true']] } as const;
      const bytes = await traceBytes(this.#http, request, traceId, TRACE_ANSWERS, signal);
      if (bytes) return { format: 'jaeger-json', chunks: [bytes] };
    }
    return undefined;
  }

  /** What is in the envelope. */
  async #data(request: Omit<HttpRequest, 'maxBytes'>, signal: AbortSignal): Promise<unknown> {
    const json = await smallJson(this.#http, request, isJaegerError, signal);
    if (!Object.hasOwn(json, 'data')) throw new NoEndpoint(this.#http.who, request.path, { kind: 'other' });
    return field(json, 'data');
  }
}

const TRACE_ANSWERS: TraceAnswers = {
  isOwnError: isJaegerError,
  // VictoriaTraces answers for a trace it does not have with success and no data.
  isEmpty: emptyJson(['data'], (json) => field(json, 'data') !== undefined && listField(json, 'data').length === 0),
};

function searchParams({ range }: BackendQuery, search: JaegerSearch, limit: number): readonly QueryParam[] {
  return givenParams([
    ['service', search.service],
    ['operation', search.operation],
    // Both: a missing one becomes "now". Rounded outwards.
    ['start', (range.fromEpochNs / NS_PER_US).toString()],
    ['end', ((range.toEpochNs + NS_PER_US - 1n) / NS_PER_US).toString()],
    ['limit', String(limit)],
    ['minDuration', search.minDuration],
    ['maxDuration', search.maxDuration],
    ['tags', search.tags],
    // As stored, without clocks adjusted.
    ['raw', 'true'],
  ]);
}
