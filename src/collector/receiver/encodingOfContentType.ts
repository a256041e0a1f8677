/** The two encodings of OTLP/HTTP. A response has the encoding of its request. */
export type OtlpEncoding = 'protobuf' | 'json';

export const CONTENT_TYPES = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
} as const satisfies Record<OtlpEncoding, string>;

const JSON_TYPE = /^application\/json(?:[ \t]*;[ \t]*charset[ \t]*=[ \t]*"?utf-8"?)?[ \t]*$/i;
const PROTOBUF_TYPE = /^application\/x-protobuf[ \t]*$/i;

/**
 * The encoding that a Content-Type names; undefined for all others. None of the two can be sent by a web page's simple request,
 * so a page has to ask with a preflight first (security.md T1).
 */
export function encodingOfContentType(contentType: string | undefined): OtlpEncoding | undefined {
  if (contentType === undefined) return undefined;
  if (PROTOBUF_TYPE.test(contentType)) return 'protobuf';
  return JSON_TYPE.test(contentType) ? 'json' : undefined;
}
