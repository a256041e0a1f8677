import { Problem } from '../core/problem.ts';
import type { OpenedSourceMap, ParserApi, SourceMapHandle } from '../core/protocol.ts';
import type { Handlers } from '../core/rpc.ts';
import { ParsedSourceMap } from './parsedSourceMap.ts';
import { gateSourceMap } from './sourceMapGate.ts';

type SourceMapCalls = Pick<ParserApi, 'openSourceMap' | 'originalPosition' | 'sourceContent' | 'closeSourceMap'>;

/** How much the parser keeps; past it the maps that were asked longest ago go. The newest one always stays. */
export interface SourceMapLimits {
  readonly maxMaps: number;
  /** Of the maps' JSON; once parsed a map takes one to eight times as much. */
  readonly maxBytes: number;
}

const DEFAULT_LIMITS: SourceMapLimits = { maxMaps: 64, maxBytes: 128 * 2 ** 20 };

interface OpenMap {
  readonly map: ParsedSourceMap;
  readonly bytes: number;
}

/**
 * The source maps that the other threads hold by handle, least recently used first to go; who asks for one that went gets a
 * `not-found` Problem and opens it again. Everything thrown is a {@link Problem}.
 */
export class SourceMaps {
  readonly #limits: SourceMapLimits;
  /** In order of last use. */
  readonly #maps = new Map<SourceMapHandle, OpenMap>();
  #bytes = 0;
  /** Begins anywhere: the handles of a parser that died must not be good for another map in the next one. */
  #lastHandle = Math.floor(Math.random() * 2 ** 48);

  readonly handlers: Handlers<SourceMapCalls> = {
    openSourceMap: async ({ bytes }): Promise<OpenedSourceMap> => {
      const map = await ParsedSourceMap.parse(gateSourceMap(new Uint8Array(bytes)));
      const handle = ++this.#lastHandle;
      this.#maps.set(handle, { map, bytes: bytes.byteLength });
      this.#bytes += bytes.byteLength;
      this.#makeRoom();
      return { handle, sources: map.sources };
    },
    originalPosition: ({ map, line, column }) => this.#of(map).originalPosition(line, column),
    sourceContent: ({ map, source }) => this.#of(map).sourceContent(source),
    closeSourceMap: ({ map }): void => this.#drop(map),
  };

  constructor(limits: SourceMapLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  #of(handle: SourceMapHandle): ParsedSourceMap {
    const open = this.#maps.get(handle);
    if (!open) throw new Problem('not-found', 'This source map is no longer open. Open it again.');
    this.#maps.delete(handle);
    this.#maps.set(handle, open);
    return open.map;
  }

  #makeRoom(): void {
    const [...handles] = this.#maps.keys();
    for (const handle of handles.slice(0, -1)) {
      if (this.#maps.size <= this.#limits.maxMaps && this.#bytes <= this.#limits.maxBytes) return;
      this.#drop(handle);
    }
  }

  #drop(handle: SourceMapHandle): void {
    const open = this.#maps.get(handle);
    if (!open) return;
    this.#maps.delete(handle);
    this.#bytes -= open.bytes;
    open.map.dispose();
  }
}
