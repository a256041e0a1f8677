import { parseTraceId } from '../core/ids.ts';
import type { Handlers } from '../core/rpc.ts';
import type { SearchHostApi } from '../core/searchProtocol.ts';
import { malformed, text, texts, whole } from './pageParams.ts';
import type { SearchPageSource } from './searchPageSource.ts';

/** The page's box takes half as much. */
const MAX_TEXT_LENGTH = 4000;
const MAX_NAME_LENGTH = 100;
/** The ID of a source may hold the address of a backend. */
const MAX_SOURCE_LENGTH = 2000;
/** Nobody configures more backends than this. */
const MAX_SOURCES = 200;
const MAX_COPY_LENGTH = 10_000;

/**
 * Answers the search page's calls. The page is not trusted (security.md T11): whatever it sends is checked here and carries texts, IDs of
 * sources and of traces; what is no such call is refused by the RPC.
 * @param takeText what the page is to search for as it starts, instead of what the source says; asked once a start
 */
export function searchHandlers(
  source: SearchPageSource,
  takeText: () => string | undefined = () => undefined,
): Handlers<SearchHostApi> {
  return {
    ready: async () => {
      const start = await source.start();
      return { ...start, text: takeText() ?? start.text };
    },
    search: (params) => source.search(text(params, 'text', MAX_TEXT_LENGTH), sourceIds(params)),
    more: (params) => source.more(whole(params, 'search')),
    cancel: (params) => source.cancel(whole(params, 'search')),
    suggest: (params, signal) => {
      const typed = text(params, 'text', MAX_TEXT_LENGTH);
      const caret = whole(params, 'caret');
      if (caret > typed.length) throw malformed('caret');
      return source.suggest(typed, caret, sourceIds(params), signal);
    },
    openTrace: (params) => {
      const traceId = parseTraceId(text(params, 'traceId', 32));
      if (traceId === undefined) throw malformed('traceId');
      return source.openTrace(text(params, 'source', MAX_SOURCE_LENGTH), traceId);
    },
    saveSearch: (params) => source.saveSearch(name(params), text(params, 'text', MAX_TEXT_LENGTH)),
    removeSearch: (params) => source.removeSearch(name(params)),
    clearRecent: () => source.clearRecent(),
    copy: (params) => source.copy(text(params, 'text', MAX_COPY_LENGTH)),
    addBackend: () => source.addBackend(),
    enterCredentials: (params) => source.enterCredentials(text(params, 'source', MAX_SOURCE_LENGTH)),
  };
}

function sourceIds(params: unknown): readonly string[] {
  return texts(params, 'sources', MAX_SOURCES, MAX_SOURCE_LENGTH);
}

function name(params: unknown): string {
  const name = text(params, 'name', MAX_NAME_LENGTH).trim();
  if (name === '') throw malformed('name');
  return name;
}
