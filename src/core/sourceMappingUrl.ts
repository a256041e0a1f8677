/** Where a generated file says its source map is. Untrusted: a relative path still has to pass the gate. */
export type SourceMappingUrl =
  | { readonly kind: 'inline'; readonly encoding: 'base64' | 'percent'; readonly data: string }
  /** Relative to the generated file, decoded, without query. May hold `..`. */
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'refused'; readonly reason: SourceMappingUrlRefusal };

/** Why the named map is not opened (security.md T20). Spanline makes no request for a map. */
export type SourceMappingUrlRefusal =
  | 'too-long'
  | 'too-large'
  | 'data-type'
  | 'scheme'
  | 'absolute'
  | 'encoding'
  | 'not-a-map-file';

/** The text that every form of the comment contains. */
export const SOURCE_MAPPING_MARK = 'sourceMappingURL=';
/** A data URI of more decoded bytes than this is not opened (security.md T20). */
export const MAX_INLINE_MAP_BYTES = 8 * 2 ** 20;

const MAX_URL_CHARS = 4096;
/** Marks in string literals come before the comment; a file with more of them at its end is up to something. */
const MAX_MARKS = 64;
const DATA_URI = /^data:([^,]*),/i;
const MAP_TYPES: ReadonlySet<string> = new Set([
  '',
  'application/json',
  'text/json',
  'text/plain',
  'application/source-map',
]);
const MAP_CHARSETS: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii']);

/**
 * Finds the last `//# sourceMappingURL=` of a generated file (also `//@` and the CSS comment) in its text or its end,
 * which must begin before the comment. `undefined` when there is none. A mark inside a string literal is not one:
 * its value runs into a quote, as ECMA-426 says to tell them apart.
 */
export function findSourceMappingUrl(text: string): SourceMappingUrl | undefined {
  let before = text.length;
  for (let tries = 0; tries < MAX_MARKS && before > 0; tries++) {
    const at = text.lastIndexOf(SOURCE_MAPPING_MARK, before - 1);
    if (at < 0) return undefined;
    const opener = /\/[/*][#@][ \t]+$/.exec(text.slice(Math.max(0, at - 16), at))?.[0];
    const value = opener && urlAt(text, at + SOURCE_MAPPING_MARK.length, opener.startsWith('/*'));
    if (value) return classify(value);
    before = at;
  }
  return undefined;
}

/** The comment's value, up to white space or the end of a CSS comment; `undefined` when that is no URL. */
function urlAt(text: string, start: number, css: boolean): string | undefined {
  const space = /\s/g;
  space.lastIndex = start;
  let end = space.exec(text)?.index ?? text.length;
  const close = css ? text.indexOf('*/', start) : -1;
  if (close >= 0) end = Math.min(end, close);
  const value = text.slice(start, end);
  return value === '' || /["'`]/.test(value) ? undefined : value;
}

function classify(url: string): SourceMappingUrl {
  const data = DATA_URI.exec(url);
  if (data) return classifyData(data[1]!, url.slice(data[0].length));
  if (url.length > MAX_URL_CHARS) return refused('too-long');
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(url)) return refused('scheme');
  if (/^[\\/]/.test(url)) return refused('absolute');
  const encoded = url.replace(/[?#].*$/, '');
  if (/%(?:2f|5c|00)/i.test(encoded)) return refused('encoding');
  const path = decoded(encoded);
  if (path === undefined) return refused('encoding');
  // Decoding may have made one: `C%3A/x`, `x%3Astream`.
  if (path.includes(':')) return refused('scheme');
  return /\.map$/i.test(path) ? { kind: 'file', path } : refused('not-a-map-file');
}

function classifyData(header: string, data: string): SourceMappingUrl {
  const [type = '', ...parameters] = header.toLowerCase().split(';');
  const base64 = parameters.at(-1) === 'base64';
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (!MAP_TYPES.has(type) || (charset !== undefined && !MAP_CHARSETS.has(charset))) return refused('data-type');
  // Four base64 digits are three bytes; one percent-encoded character is one byte at least a third as long.
  const leastBytes = base64 ? Math.floor((data.length * 3) / 4) - 2 : Math.floor(data.length / 3);
  if (leastBytes > MAX_INLINE_MAP_BYTES) return refused('too-large');
  return { kind: 'inline', encoding: base64 ? 'base64' : 'percent', data };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function refused(reason: SourceMappingUrlRefusal): SourceMappingUrl {
  return { kind: 'refused', reason };
}
