import type { TraceId } from '../core/ids.ts';
import { Problem } from '../core/problem.ts';
import { errorText } from './errorText.ts';
import type { BackendHttp } from './http.ts';
import { isJsonObject, parseJson } from './json.ts';
import { namesTrace } from './namesTrace.ts';
import { NoEndpoint } from './noEndpoint.ts';

/** Of one trace, after inflation: a million spans of 250 bytes. What the parser worker could not hold need not be fetched. */
const MAX_TRACE_BYTES = 256 * 1_048_576;
/** An answer without spans is a few bytes; only so much is parsed in the extension host to tell. */
const MAX_EMPTY_BYTES = 65_536;

/** How an API says that it has no such trace. */
export interface TraceAnswers {
  /** Tells an error of the API, whose 404 is about the trace, from one of whatever else answers at a wrong address. */
  readonly isOwnError: (body: string) => boolean;
  /** Tells a success without a span. */
  readonly isEmpty: (json: object) => boolean;
}

/**
 * Fetches a trace without parsing it; `undefined` when the server says that it does not have it.
 * @throws {NoEndpoint} when something else answers
 * @throws {Problem} `malformed` when the answer does not hold the trace that was asked for
 */
export async function traceBytes(
  http: BackendHttp,
  path: string,
  traceId: TraceId,
  { isOwnError, isEmpty }: TraceAnswers,
  signal: AbortSignal,
): Promise<ArrayBuffer | undefined> {
  const answer = await http.get({ path, maxBytes: MAX_TRACE_BYTES }, signal);
  if (answer.kind === 'page') throw new NoEndpoint(http.who, path, answer);
  if (answer.kind === 'refusal') {
    if (!isOwnError(answer.body)) throw new NoEndpoint(http.who, path, answer);
    if (answer.status === 404) return undefined;
    throw new Problem('refused', `${http.who} refused trace ${traceId} (${answer.status}): ${errorText(answer.body)}.`);
  }
  const { bytes } = answer;
  if (await namesTrace(bytes, traceId)) return bytes;
  if (bytes.byteLength <= MAX_EMPTY_BYTES) {
    const json = parseJson(new TextDecoder().decode(bytes));
    if (!isJsonObject(json))
      throw new Problem(
        'malformed',
        `${http.who} answered with something that is not a trace. Try again, or check the URL.`,
      );
    if (isEmpty(json)) return undefined;
  }
  throw new Problem(
    'malformed',
    `${http.who} answered with another trace than ${traceId}. A cache in between may be the reason.`,
  );
}
