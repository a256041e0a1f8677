import type { BackendHttp, HttpRequest } from './http.ts';
import { NoEndpoint } from './noEndpoint.ts';
import { smallJson } from './smallJson.ts';

/** The statuses with which Tempo refuses a query; the reason is plain text. 404 is never about a query. */
export function isTempoError(body: string, status: number): boolean {
  return (status === 400 || status === 413 || status === 414 || status === 422) && !body.trimStart().startsWith('<');
}

/**
 * Asks for a JSON object with one of these fields; protobuf's JSON leaves out what is empty, so `{}` is one, too.
 * @throws {NoEndpoint} when the server has no such call, or answers with data of another kind
 */
export async function tempoJson(
  http: BackendHttp,
  request: Omit<HttpRequest, 'maxBytes'>,
  fields: readonly string[],
  signal: AbortSignal,
): Promise<object> {
  const json = await smallJson(http, request, isTempoError, signal);
  const known = [...fields, 'metrics', 'status', 'message'];
  if (Object.keys(json).length > 0 && !known.some((name) => Object.hasOwn(json, name)))
    throw new NoEndpoint(http.who, request.path, { kind: 'other' });
  return json;
}
