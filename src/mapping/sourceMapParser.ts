import type { ParserApi } from '../core/protocol.ts';

type Calls = Pick<ParserApi, 'openSourceMap' | 'originalPosition' | 'sourceContent' | 'closeSourceMap'>;

/** The parser worker as mapping sees it. Rejects with Problems; `not-found` for a handle that it no longer holds. */
export type SourceMapParser = {
  readonly [K in keyof Calls]: (params: Parameters<Calls[K]>[0]) => Promise<ReturnType<Calls[K]>>;
};
