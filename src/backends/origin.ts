import { Problem } from '../core/problem.ts';
import { quoted } from './quoted.ts';

/** Where a backend is. Credentials are bound to the origin. */
export interface BaseUrl {
  /** `scheme://host[:port]` in the normal form: lower case, punycode, default port left out. */
  readonly origin: string;
  /** Empty, or with a slash in front and none behind. */
  readonly basePath: string;
}

export interface ParsedBaseUrl {
  readonly base: BaseUrl;
  /** Parts of the text that have no meaning here and were dropped, as sentences. */
  readonly warnings: readonly Problem[];
}

const MAX_URL_CHARS = 2048;

/**
 * Reads the URL that a user gave for a backend.
 * @throws {Problem} `malformed`, or `refused` for a URL with a password, which the message does not repeat
 */
export function parseBaseUrl(text: string): ParsedBaseUrl {
  const trimmed = text.trim();
  // URL() drops newlines and tabs silently: what was shown and what is asked would differ.
  const url = trimmed.length > MAX_URL_CHARS || /[\s\p{Cc}\\]/u.test(trimmed) ? undefined : urlOf(trimmed);
  if (url === undefined)
    throw new Problem('malformed', `${shown(trimmed)} is not a URL. Write it like http://localhost:16686.`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new Problem('malformed', `${shown(trimmed)} must start with http:// or https://.`);
  if (url.username !== '' || url.password !== '')
    throw new Problem(
      'refused',
      `The URL for ${url.host} holds a user name or password. Take them out of it and choose basic authentication: settings are no place for secrets.`,
    );
  const basePath = url.pathname.replace(/\/+$/, '');
  const base = { origin: url.origin, basePath };
  const warnings: Problem[] = [];
  if (url.search !== '' || url.hash !== '')
    warnings.push(
      new Problem(
        'malformed',
        `The part after ${url.origin}${basePath} of its URL is not used: a backend has no query or fragment.`,
      ),
    );
  return { base, warnings };
}

function urlOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** The text without what may be a password: everything between the scheme and the last `@`. */
function shown(text: string): string {
  return text === '' ? 'An empty text' : `"${quoted(text.replace(/^([a-z]{1,10}:\/*)?.*@/is, '$1…@'))}"`;
}
