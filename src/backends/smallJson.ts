import { Problem } from '../core/problem.ts';
import type { BackendHttp, HttpRequest } from './http.ts';
import { isJsonObject, parseJson } from './json.ts';
import { ownAnswer, type IsOwnError } from './ownAnswer.ts';

/** Lists and search results are parsed in the extension host, so they stay small: 4 MiB take about 20 ms. */
const MAX_JSON_BYTES = 4 * 1_048_576;

type SmallRequest = Omit<HttpRequest, 'maxBytes'>;

/**
 * Asks for a small JSON object.
 * @throws {NoEndpoint} when something else answers
 * @throws {Refused} with the server's reason when it refuses the query
 * @throws {Problem} `malformed` when it is no JSON object
 */
export async function smallJson(
  http: BackendHttp,
  request: SmallRequest,
  isOwnError: IsOwnError,
  signal: AbortSignal,
): Promise<object> {
  const json = parseJson(await smallText(http, request, isOwnError, signal));
  if (isJsonObject(json)) return json;
  throw notA(http, request, 'object');
}

/** The same for a list. */
export async function smallJsonList(
  http: BackendHttp,
  request: SmallRequest,
  isOwnError: IsOwnError,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const json = parseJson(await smallText(http, request, isOwnError, signal));
  if (Array.isArray(json)) return json as readonly unknown[];
  throw notA(http, request, 'list');
}

/** The same for whatever text. */
export async function smallText(
  http: BackendHttp,
  request: SmallRequest,
  isOwnError: IsOwnError,
  signal: AbortSignal,
): Promise<string> {
  return new TextDecoder().decode(await ownAnswer(http, { ...request, maxBytes: MAX_JSON_BYTES }, isOwnError, signal));
}

function notA(http: BackendHttp, { path }: SmallRequest, what: string): Problem {
  return new Problem('malformed', `${http.who} answered ${path} with something that is not a JSON ${what}.`);
}
