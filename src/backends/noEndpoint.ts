import { Problem } from '../core/problem.ts';

/** What stood at an address instead of the call that was expected there. */
export type Instead =
  | { readonly kind: 'page' }
  | { readonly kind: 'refusal'; readonly status: number }
  | { readonly kind: 'other' };

/**
 * The server does not have a call: it is another version, or the URL is not that of its API. Said of the call, never of
 * a trace; a backend that knows another way catches it.
 */
export class NoEndpoint extends Problem {
  constructor(who: string, path: string, instead: Instead) {
    super('unsupported', sentenceOf(who, path, instead));
  }
}

function sentenceOf(who: string, path: string, instead: Instead): string {
  switch (instead.kind) {
    case 'page':
      return `${who} answers ${path} with a web page instead of data. Either a sign-on page is in between, or the base path of the server is missing in the URL or wrong.`;
    case 'refusal':
      return `${who} has nothing at ${path} (${instead.status}). The base path of the server may be missing in the URL or wrong, or this is the port of something else.`;
    case 'other':
      return `${who} answers ${path} with data of another kind. Check the URL and the kind of the backend.`;
  }
}
