import { Problem } from '../core/problem.ts';
import type { HostApi } from '../core/protocol.ts';
import type { Handlers } from '../core/rpc.ts';
import type { WaterfallSource } from './waterfallSource.ts';

/** One answer is at most 28 MB; the page asks for a fifth of that. */
const MAX_ROWS = 1_000_000;
const MAX_SEARCH_LENGTH = 1000;
/** A span with megabytes of attributes, copied as JSON, still fits. */
const MAX_COPY_LENGTH = 32_000_000;

/**
 * Answers the page's calls. The page is not trusted (security.md T11): whatever it sends is checked here, carries row numbers and
 * text, and what is no such call is refused by the RPC.
 */
export function hostHandlers(source: WaterfallSource): Handlers<HostApi> {
  return {
    ready: () => source.start(),
    rows: (params) => {
      const from = whole(params, 'from');
      const to = whole(params, 'to');
      if (to < from || to - from > MAX_ROWS) throw malformed('to');
      return source.rows(from, to);
    },
    detail: (params) => source.detail(whole(params, 'row')),
    location: (params) => source.location(whole(params, 'row'), field(params, 'reveal') === true),
    openSource: (params) => source.openSource(whole(params, 'row')),
    find: (params) => source.find(text(params, 'text', MAX_SEARCH_LENGTH)),
    openLink: (params) => source.openLink(whole(params, 'row'), whole(params, 'link')),
    copy: (params) => source.copy(text(params, 'text', MAX_COPY_LENGTH)),
  };
}

function field(params: unknown, name: string): unknown {
  if (typeof params !== 'object' || params === null || !Object.hasOwn(params, name)) throw malformed(name);
  return (params as Readonly<Record<string, unknown>>)[name];
}

/** A row or link number. */
function whole(params: unknown, name: string): number {
  const value = field(params, name);
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value > 0xffff_ffff)
    throw malformed(name);
  return value;
}

function text(params: unknown, name: string, maxLength: number): string {
  const value = field(params, name);
  if (typeof value !== 'string') throw malformed(name);
  if (value.length > maxLength) throw new Problem('too-large', `The text is longer than ${maxLength} characters.`);
  return value;
}

function malformed(name: string): Problem {
  return new Problem('malformed', `The waterfall sent a bad "${name}".`);
}
