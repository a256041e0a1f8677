export type BodyCoding = 'identity' | 'gzip';

/**
 * How a body is packed, from its Content-Encoding. Exactly one coding: chains (`gzip, gzip`) multiply what a small body can grow to,
 * and the OTLP specification asks for none and gzip alone.
 */
export function bodyCoding(contentEncoding: string | undefined): BodyCoding | undefined {
  switch (contentEncoding?.trim().toLowerCase()) {
    case undefined:
    case '':
    case 'identity':
      return 'identity';
    case 'gzip':
      return 'gzip';
    default:
      return undefined;
  }
}
