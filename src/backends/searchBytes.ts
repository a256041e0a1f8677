import type { BackendHttp, HttpRequest } from './http.ts';
import { ownAnswer, type IsOwnError } from './ownAnswer.ts';

/** Of one search that is answered with whole traces, after inflation. */
const MAX_SEARCH_BYTES = 64 * 1_048_576;

/** Asks for a search result that is not parsed here; rejects like {@link ownAnswer}, and with `too-large`. */
export async function searchBytes(
  http: BackendHttp,
  request: Omit<HttpRequest, 'maxBytes'>,
  isOwnError: IsOwnError,
  signal: AbortSignal,
): Promise<ArrayBuffer> {
  return ownAnswer(http, { ...request, maxBytes: MAX_SEARCH_BYTES }, isOwnError, signal);
}
