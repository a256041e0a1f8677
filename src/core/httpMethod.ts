const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY'] as const;
export type HttpMethod = (typeof METHODS)[number];

const BY_TEXT: ReadonlyMap<string, HttpMethod> = new Map(METHODS.map((method) => [method, method]));

/** In any case; `undefined` for a word that is none. */
export function httpMethod(text: string): HttpMethod | undefined {
  return text.length > 7 ? undefined : BY_TEXT.get(text.toUpperCase());
}
