import { parseTraceId, type TraceId } from '../core/ids.ts';
import type { TraceSummary } from '../core/trace.ts';
import type { BackendQuery, FetchedTrace, Operation, SearchPage } from './backend.ts';
import { rfc3339 } from './epochTime.ts';
import { givenParams, type QueryParam } from './givenParams.ts';
import type { BackendHttp } from './http.ts';
import type { JaegerApi } from './jaegerApi.ts';
import { jaegerSearch, type JaegerSearch } from './jaegerSearch.ts';
import { countField, field, listField, parseJson, textField } from './json.ts';
import { NoEndpoint } from './noEndpoint.ts';
import { summariesPage } from './summariesPage.ts';
import { spanKindOf } from './spanKindOf.ts';
import { smallJson } from './smallJson.ts';
import { stringList } from './stringList.ts';
import { emptyJson, traceBytes, type TraceAnswers } from './traceBytes.ts';

/** Jaeger's stable API (protocols.md 3.1): OTLP JSON in `{"result":…}`, RFC 3339 in, nanosecond texts out. */
export class JaegerV3 implements JaegerApi {
  readonly name = 'Jaeger API v3';
  readonly searchesWithoutService = true;
  readonly #http: BackendHttp;

  constructor(http: BackendHttp) {
    this.#http = http;
  }

  async services(signal: AbortSignal): Promise<readonly string[]> {
    const path = '/api/v3/services';
    const json = await smallJson(this.#http, { path }, isV3Error, signal);
    // Protobuf's JSON leaves empty lists out, so `{}` has no services; with other fields only it is not this API.
    if (!Object.hasOwn(json, 'services') && Object.keys(json).length > 0)
      throw new NoEndpoint(this.#http.who, path, { kind: 'other' });
    return stringList(field(json, 'services'), this.#http.who, 'services');
  }

  async operations(service: string, signal: AbortSignal): Promise<readonly Operation[]> {
    const request = { path: '/api/v3/operations', query: [['service', service]] } as const;
    const json = await smallJson(this.#http, request, isV3Error, signal);
    return listField(json, 'operations')
      .map(operationOf)
      .filter((operation) => operation.name !== '');
  }

  /** `trace-summaries` came with v2.19.0. */
  async search(query: BackendQuery, signal: AbortSignal): Promise<SearchPage> {
    const { search, rest } = jaegerSearch(query.conditions);
    const request = { path: '/api/v3/trace-summaries', query: searchParams(query, search) };
    const json = await smallJson(this.#http, request, isV3Error, signal);
    return summariesPage(listField(json, 'summaries'), summaryOf, query.limit, rest);
  }

  async trace(traceId: TraceId, signal: AbortSignal): Promise<FetchedTrace | undefined> {
    const request = { path: `/api/v3/traces/${traceId}`, query: RAW };
    const bytes = await traceBytes(this.#http, request, traceId, TRACE_ANSWERS, signal);
    return bytes && { format: 'otlp-json', chunks: [bytes] };
  }
}

/** As stored: Jaeger would move spans to adjust clocks, and add warnings as attributes. Both spellings, as in a search. */
const RAW: readonly QueryParam[] = [
  ['raw_traces', 'true'],
  ['rawTraces', 'true'],
];

const TRACE_ANSWERS: TraceAnswers = {
  isOwnError: isV3Error,
  isEmpty: emptyJson(
    ['result', 'resourceSpans'],
    (json) => listField(field(json, 'result') ?? json, 'resourceSpans').length === 0,
  ),
};

/** The deprecated spelling in snake case, because up to v2.18 there was no other; later servers take both. */
function searchParams({ range, limit }: BackendQuery, search: JaegerSearch): readonly QueryParam[] {
  return givenParams([
    ['query.start_time_min', rfc3339(range.fromEpochNs)],
    ['query.start_time_max', rfc3339(range.toEpochNs)],
    ['query.num_traces', String(limit)],
    ['query.service_name', search.service],
    ['query.operation_name', search.operation],
    ['query.duration_min', search.minDuration],
    ['query.duration_max', search.maxDuration],
    ['query.attributes', search.tags],
  ]);
}

/** `{"error":{"httpCode":404,"message":…}}`, or gRPC's `{"code":5,"message":…}` of old gateways. */
function isV3Error(body: string): boolean {
  const json = parseJson(body);
  return (
    textField(field(json, 'error'), 'message') !== '' ||
    (textField(json, 'message') !== '' && countField(json, 'code') > 0)
  );
}

function operationOf(entry: unknown): Operation {
  return { name: textField(entry, 'name'), kind: spanKindOf(textField(entry, 'spanKind')) };
}

function summaryOf(entry: unknown): TraceSummary | undefined {
  const traceId = parseTraceId(textField(entry, 'traceId'));
  const start = textField(entry, 'minStartTimeUnixNano');
  const end = textField(entry, 'maxEndTimeUnixNano');
  if (!traceId || !/^\d{1,20}$/.test(start) || !/^\d{1,20}$/.test(end)) return undefined;
  return {
    traceId,
    rootService: textField(entry, 'rootServiceName'),
    rootName: textField(entry, 'rootOperationName'),
    rootSpanId: undefined,
    startEpochNs: BigInt(start).toString(),
    durationNs: Math.max(0, Number(BigInt(end) - BigInt(start))),
    spans: countField(entry, 'spanCount'),
    errors: countField(entry, 'errorSpanCount'),
    services: listField(entry, 'services')
      .map((service) => textField(service, 'name'))
      .filter((name) => name !== ''),
  };
}
