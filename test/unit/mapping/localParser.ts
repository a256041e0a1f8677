import type { SourceMapParser } from '../../../src/mapping/sourceMapParser.ts';
import { SourceMaps } from '../../../src/parser/sourceMaps.ts';

/** The parser without its worker, counting what it is asked. */
export class LocalParser implements SourceMapParser {
  opened = 0;
  closed = 0;
  readonly #maps: SourceMaps;
  readonly #signal = new AbortController().signal;

  constructor(maps = new SourceMaps()) {
    this.#maps = maps;
  }

  readonly openSourceMap: SourceMapParser['openSourceMap'] = async (params) => {
    this.opened++;
    return this.#maps.handlers.openSourceMap(params, this.#signal);
  };

  readonly originalPosition: SourceMapParser['originalPosition'] = async (params) =>
    this.#maps.handlers.originalPosition(params, this.#signal);

  readonly sourceContent: SourceMapParser['sourceContent'] = async (params) =>
    this.#maps.handlers.sourceContent(params, this.#signal);

  readonly closeSourceMap: SourceMapParser['closeSourceMap'] = async (params) => {
    this.closed++;
    return this.#maps.handlers.closeSourceMap(params, this.#signal);
  };
}
