import { errorText } from './errorText.ts';
import type { BackendHttp, HttpRequest } from './http.ts';
import { NoEndpoint } from './noEndpoint.ts';
import { Refused } from './refused.ts';

/** Tells an error of the API from one of whatever else answers at a wrong address. */
export type IsOwnError = (body: string, status: number) => boolean;

/**
 * The bytes that an API answers a query with.
 * @throws {NoEndpoint} when something else answers
 * @throws {Refused} with the server's reason when it refuses the query
 */
export async function ownAnswer(
  http: BackendHttp,
  request: HttpRequest,
  isOwnError: IsOwnError,
  signal: AbortSignal,
): Promise<ArrayBuffer> {
  const answer = await http.get(request, signal);
  if (answer.kind === 'data') return answer.bytes;
  if (answer.kind === 'page' || !isOwnError(answer.body, answer.status))
    throw new NoEndpoint(http.who, request.path, answer);
  const reason = errorText(answer.body).replace(/[.!\s]+$/, '');
  const because = reason === '' ? '' : `: ${reason}`;
  throw new Refused(`${http.who} refused the query (${answer.status})${because}.`, answer.status);
}
