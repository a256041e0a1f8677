import { parseTraceId, type TraceId } from '../core/ids.ts';
import { SPAN_KINDS } from '../core/span.ts';
import type { TraceSummary } from '../core/trace.ts';
import type { FetchedTrace, Operation, TraceSearch, TraceSearchResult } from './backend.ts';
import { goDuration, rfc3339 } from './epochTime.ts';
import type { BackendHttp } from './http.ts';
import type { JaegerApi } from './jaegerApi.ts';
import { countField, field, listField, parseJson, textField } from './json.ts';
import { NoEndpoint } from './noEndpoint.ts';
import { searchResult } from './searchResult.ts';
import { smallJson } from './smallJson.ts';
import { stringList } from './stringList.ts';
import { traceBytes, type TraceAnswers } from './traceBytes.ts';

/** Jaeger's stable API (protocols.md 3.1): OTLP JSON in `{"result":…}`, RFC 3339 in, nanosecond texts out. */
export class JaegerV3 implements JaegerApi {
  readonly name = 'Jaeger API v3';
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
  async search(query: TraceSearch, signal: AbortSignal): Promise<TraceSearchResult> {
    const request = { path: '/api/v3/trace-summaries', query: searchParams(query) };
    const json = await smallJson(this.#http, request, isV3Error, signal);
    return searchResult(listField(json, 'summaries'), summaryOf, query.limit);
  }

  async trace(traceId: TraceId, signal: AbortSignal): Promise<FetchedTrace | undefined> {
    const bytes = await traceBytes(this.#http, `/api/v3/traces/${traceId}`, traceId, TRACE_ANSWERS, signal);
    return bytes && { format: 'otlp-json', chunks: [bytes] };
  }
}

const TRACE_ANSWERS: TraceAnswers = {
  isOwnError: isV3Error,
  isEmpty: (json) => listField(field(json, 'result') ?? json, 'resourceSpans').length === 0,
};

/** The deprecated spelling in snake case, because up to v2.18 there was no other; later servers take both. */
function searchParams(query: TraceSearch): readonly (readonly [string, string])[] {
  const attributes = new Map(query.attributes);
  if (query.errorsOnly) attributes.set('error', 'true');
  const params: (readonly [string, string | undefined])[] = [
    ['query.start_time_min', rfc3339(query.fromEpochNs)],
    ['query.start_time_max', rfc3339(query.toEpochNs)],
    ['query.num_traces', String(query.limit)],
    ['query.service_name', query.service],
    ['query.operation_name', query.operation],
    ['query.duration_min', query.minDurationNs === undefined ? undefined : goDuration(query.minDurationNs)],
    ['query.duration_max', query.maxDurationNs === undefined ? undefined : goDuration(query.maxDurationNs)],
    ['query.attributes', attributes.size > 0 ? JSON.stringify(Object.fromEntries(attributes)) : undefined],
  ];
  return params.filter((param): param is readonly [string, string] => param[1] !== undefined);
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
  const kind = textField(entry, 'spanKind').toLowerCase();
  return { name: textField(entry, 'name'), kind: SPAN_KINDS.find((known) => known === kind) };
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
