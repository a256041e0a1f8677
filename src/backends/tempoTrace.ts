import { ProtoReader } from '../core/formats/protoReader.ts';
import type { TraceId } from '../core/ids.ts';
import { Problem } from '../core/problem.ts';
import type { EpochRange } from '../core/timeWindow.ts';
import type { FetchedTrace } from './backend.ts';
import { wholeSeconds } from './epochTime.ts';
import type { BackendHttp } from './http.ts';
import { field, listField } from './json.ts';
import { NoEndpoint } from './noEndpoint.ts';
import { isTempoError } from './tempoApi.ts';
import { emptyJson, traceBytes, type TraceAnswers } from './traceBytes.ts';

/** A trace takes time to run, and the clocks of its services differ. */
const AROUND_NS = 1_800_000_000_000n;
const TRACE = 1;
const STATUS = 3;
const OPENING_BRACE = 0x7b;

/**
 * A trace in protobuf, which keeps every byte: Tempo's JSON is not quite OTLP's. The second API first, which also gives the part of a
 * trace that is too large for one answer and says so (the parser tells); where it is missing, the first.
 * @returns `undefined` when the server says that it does not have it
 */
export async function tempoTrace(
  http: BackendHttp,
  traceId: TraceId,
  signal: AbortSignal,
  near?: EpochRange,
): Promise<FetchedTrace | undefined> {
  const query = near ? timeParams(near) : [];
  const ask = (api: string, answers: TraceAnswers): Promise<ArrayBuffer | undefined> =>
    traceBytes(http, { path: `${api}/${traceId}`, query, accept: 'application/protobuf' }, traceId, answers, signal);
  try {
    const bytes = await ask('/api/v2/traces', secondApi(http.who, traceId));
    return bytes && fetched(bytes, 'tempo-proto');
  } catch (thrown) {
    if (!(thrown instanceof NoEndpoint)) throw thrown;
    const bytes = await ask('/api/traces', FIRST_API);
    return bytes && fetched(bytes, 'otlp-protobuf');
  }
}

function timeParams(near: EpochRange): readonly (readonly [string, string])[] {
  const { from, to } = wholeSeconds({
    fromEpochNs: near.fromEpochNs - AROUND_NS,
    toEpochNs: near.toEpochNs + AROUND_NS,
  });
  return [
    ['start', String(Math.max(0, from))],
    ['end', String(to)],
  ];
}

/** Imitators and proxies answer with JSON whatever was asked for. No message of protobuf begins with a brace: it would be a group. */
function fetched(bytes: ArrayBuffer, format: 'tempo-proto' | 'otlp-protobuf'): FetchedTrace {
  return { format: isJson(bytes) ? 'tempo-json' : format, chunks: [bytes] };
}

function isJson(bytes: ArrayBuffer): boolean {
  return new Uint8Array(bytes)[0] === OPENING_BRACE;
}

const isEmptyJson = emptyJson(['trace', 'metrics', 'batches', 'resourceSpans'], (json) => {
  const trace = field(json, 'trace') ?? json;
  return listField(trace, 'resourceSpans').length === 0 && listField(trace, 'batches').length === 0;
});

/** Says that it has no such trace with 404 and nothing else. */
const FIRST_API: TraceAnswers = {
  isOwnError: (body, status) => isTempoError(body, status) || (status === 404 && body.trim() === ''),
  isEmpty: (bytes) => (isJson(bytes) ? isEmptyJson(bytes) : bytes.byteLength === 0),
};

/** Says that it has no such trace with a success without spans. */
function secondApi(who: string, traceId: TraceId): TraceAnswers {
  return {
    isOwnError: isTempoError,
    isEmpty: (bytes) => (isJson(bytes) ? isEmptyJson(bytes) : isEmptyProto(new Uint8Array(bytes), who, traceId)),
  };
}

/**
 * The server's own words are not repeated: successes are not searched for secrets.
 * @throws {Problem} `too-large` when the server has the trace and gives nothing of it
 */
function isEmptyProto(bytes: Uint8Array, who: string, traceId: TraceId): boolean | undefined {
  let [spanBytes, isPartial] = [0, false];
  try {
    const reader = new ProtoReader(bytes);
    while (reader.next()) {
      if (reader.field === TRACE) spanBytes += reader.stop - reader.start;
      if (reader.field === STATUS) isPartial = reader.low === 1;
    }
  } catch {
    return undefined;
  }
  if (isPartial && spanBytes === 0)
    throw new Problem(
      'too-large',
      `${who} has trace ${traceId} and gave nothing of it: it is larger than the server gives out (max_bytes_per_trace).`,
    );
  return spanBytes === 0;
}
