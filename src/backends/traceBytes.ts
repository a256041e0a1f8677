import type { TraceId } from '../core/ids.ts';
import { Problem } from '../core/problem.ts';
import type { BackendHttp, HttpRequest } from './http.ts';
import { isJsonObject, parseJson } from './json.ts';
import { namesTrace } from './namesTrace.ts';
import { ownAnswer, type IsOwnError } from './ownAnswer.ts';
import { Refused } from './refused.ts';

/** Of one trace, after inflation: a million spans of 250 bytes. What the parser worker could not hold need not be fetched. */
const MAX_TRACE_BYTES = 256 * 1_048_576;
/** An answer without spans is a few bytes; only so much is parsed in the extension host to tell. */
const MAX_EMPTY_BYTES = 65_536;

/** How an API says that it has no such trace. */
export interface TraceAnswers {
  /** An error of the API, whose 404 is about the trace. */
  readonly isOwnError: IsOwnError;
  /** Tells a success without a span; `undefined` for bytes that are no answer of the API at all. */
  readonly isEmpty: (bytes: ArrayBuffer) => boolean | undefined;
}

/**
 * {@link TraceAnswers.isEmpty} of an API that answers with JSON objects.
 * @param fields at least one of them is in an answer of the API, unless it is `{}`
 */
export function emptyJson(fields: readonly string[], isEmpty: (json: object) => boolean): TraceAnswers['isEmpty'] {
  return (bytes) => {
    const json = parseJson(new TextDecoder().decode(bytes));
    if (!isJsonObject(json)) return undefined;
    const names = Object.keys(json);
    return names.length === 0 || names.some((name) => fields.includes(name)) ? isEmpty(json) : undefined;
  };
}

/**
 * Fetches a trace without parsing it; `undefined` when the server says that it does not have it.
 * @throws {NoEndpoint} when something else answers
 * @throws {Problem} `malformed` when the answer does not hold the trace that was asked for
 */
export async function traceBytes(
  http: BackendHttp,
  request: Omit<HttpRequest, 'maxBytes'>,
  traceId: TraceId,
  { isOwnError, isEmpty }: TraceAnswers,
  signal: AbortSignal,
): Promise<ArrayBuffer | undefined> {
  let bytes: ArrayBuffer;
  try {
    bytes = await ownAnswer(http, { ...request, maxBytes: MAX_TRACE_BYTES }, isOwnError, signal);
  } catch (thrown) {
    if (thrown instanceof Refused && thrown.status === 404) return undefined;
    throw thrown;
  }
  if (await namesTrace(bytes, traceId)) return bytes;
  if (bytes.byteLength <= MAX_EMPTY_BYTES) {
    const empty = isEmpty(bytes);
    if (empty === undefined)
      throw new Problem(
        'malformed',
        `${http.who} answered with something that is not a trace. Try again, or check the URL.`,
      );
    if (empty) return undefined;
  }
  throw new Problem(
    'malformed',
    `${http.who} answered with another trace than ${traceId}. A cache in between may be the reason.`,
  );
}
