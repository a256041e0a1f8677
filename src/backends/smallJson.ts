import { Problem } from '../core/problem.ts';
import { errorText } from './errorText.ts';
import type { BackendHttp, HttpRequest } from './http.ts';
import { isJsonObject, parseJson } from './json.ts';
import { NoEndpoint } from './noEndpoint.ts';

/** Lists and search results are parsed in the extension host, so they stay small: 4 MiB take about 20 ms. */
const MAX_JSON_BYTES = 4 * 1_048_576;

/**
 * Asks for a small JSON object.
 * @param isOwnError tells an error of the API from one of whatever else answers at a wrong address
 * @throws {NoEndpoint} when something else answers
 * @throws {Problem} `refused` with the server's reason when it refuses the query, `malformed` when it is no JSON object
 */
export async function smallJson(
  http: BackendHttp,
  request: Omit<HttpRequest, 'maxBytes'>,
  isOwnError: (body: string) => boolean,
  signal: AbortSignal,
): Promise<object> {
  const answer = await http.get({ ...request, maxBytes: MAX_JSON_BYTES }, signal);
  if (answer.kind === 'page') throw new NoEndpoint(http.who, request.path, answer);
  if (answer.kind === 'refusal') {
    if (!isOwnError(answer.body)) throw new NoEndpoint(http.who, request.path, answer);
    throw new Problem('refused', `${http.who} refused the query (${answer.status}): ${errorText(answer.body)}.`);
  }
  const json = parseJson(new TextDecoder().decode(answer.bytes));
  if (isJsonObject(json)) return json;
  throw new Problem('malformed', `${http.who} answered ${request.path} with something that is not a JSON object.`);
}
