import type { TraceId } from '../core/ids.ts';
import { Problem } from '../core/problem.ts';
import type { FetchedTrace, Operation, TraceSearch, TraceSearchResult } from './backend.ts';
import { goDuration } from './epochTime.ts';
import type { BackendHttp, HttpRequest } from './http.ts';
import type { JaegerApi } from './jaegerApi.ts';
import { jaegerSummary } from './jaegerSummary.ts';
import { field, listField, parseJson } from './json.ts';
import { NoEndpoint } from './noEndpoint.ts';
import { searchResult } from './searchResult.ts';
import { smallJson } from './smallJson.ts';
import { stringList } from './stringList.ts';
import { traceBytes, type TraceAnswers } from './traceBytes.ts';

const NS_PER_US = 1000n;

/** The JSON behind Jaeger's UI up to v2.20, which others imitate (VictoriaTraces): microseconds, an envelope with `data`. */
export class JaegerLegacy implements JaegerApi {
  readonly name = "Jaeger's legacy API";
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

  /**
   * This API answers a search with whole traces. When they pass what may be parsed here, fewer are asked for, and the
   * result is marked as truncated.
   */
  async search(query: TraceSearch, signal: AbortSignal): Promise<TraceSearchResult> {
    if (query.service === undefined)
      throw new Problem('unsupported', `${this.#http.who} can only search the traces of one service. Name one.`);
    for (let limit = query.limit; ; limit = Math.ceil(limit / 4)) {
      try {
        const data = await this.#data({ path: '/api/traces', query: searchParams(query, limit) }, signal);
        return searchResult(Array.isArray(data) ? data : [], jaegerSummary, limit);
      } catch (thrown) {
        if (!(thrown instanceof Problem) || thrown.code !== 'too-large' || limit <= 1) throw thrown;
      }
    }
  }

  async trace(traceId: TraceId, signal: AbortSignal): Promise<FetchedTrace | undefined> {
    // Imitators compare the text, and 64-bit IDs were sent without the zeros.
    for (const spelled of new Set([traceId, traceId.replace(/^0{16}/, '')])) {
      const bytes = await traceBytes(this.#http, `/api/traces/${spelled}`, traceId, TRACE_ANSWERS, signal);
      if (bytes) return { format: 'jaeger-json', chunks: [bytes] };
    }
    return undefined;
  }

  /** What is in the envelope. */
  async #data(request: Omit<HttpRequest, 'maxBytes'>, signal: AbortSignal): Promise<unknown> {
    const json = await smallJson(this.#http, request, isLegacyError, signal);
    if (!Object.hasOwn(json, 'data')) throw new NoEndpoint(this.#http.who, request.path, { kind: 'other' });
    return field(json, 'data');
  }
}

const TRACE_ANSWERS: TraceAnswers = {
  isOwnError: isLegacyError,
  // VictoriaTraces answers for a trace it does not have with success and no data.
  isEmpty: (json) => Object.hasOwn(json, 'data') && listField(json, 'data').length === 0,
};

function searchParams(query: TraceSearch, limit: number): readonly (readonly [string, string])[] {
  const tags = new Map(query.attributes);
  if (query.errorsOnly) tags.set('error', 'true');
  const params: (readonly [string, string | undefined])[] = [
    ['service', query.service],
    ['operation', query.operation],
    // Both: a missing one becomes "now". Rounded outwards.
    ['start', (query.fromEpochNs / NS_PER_US).toString()],
    ['end', ((query.toEpochNs + NS_PER_US - 1n) / NS_PER_US).toString()],
    ['limit', String(limit)],
    ['minDuration', query.minDurationNs === undefined ? undefined : goDuration(query.minDurationNs)],
    ['maxDuration', query.maxDurationNs === undefined ? undefined : goDuration(query.maxDurationNs)],
    ['tags', tags.size > 0 ? JSON.stringify(Object.fromEntries(tags)) : undefined],
  ];
  return params.filter((param): param is readonly [string, string] => param[1] !== undefined);
}

/** The envelope with at least one error. */
function isLegacyError(body: string): boolean {
  return listField(parseJson(body), 'errors').length > 0;
}
