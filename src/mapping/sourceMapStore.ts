import { toBase0, type Base0, type Base1 } from '../core/position.ts';
import { problemOf, type Problem } from '../core/problem.ts';
import type { OpenedSourceMap, SourceMapHandle } from '../core/protocol.ts';
import type { FileAccess, FileStat } from './fileAccess.ts';
import type { FileAnswer } from './fileAnswer.ts';
import { LruCache } from './lruCache.ts';
import { readMapBytes } from './mapBytes.ts';
import type { GatedFile, PathGate } from './pathGate.ts';
import type { SourceFiles } from './sourceFiles.ts';
import type { SourceMapParser } from './sourceMapParser.ts';

/** Where a place in a generated file comes from. */
export type OriginalPlace =
  | {
      readonly kind: 'original';
      /** As the map names it; untrusted. */
      readonly sourceName: string;
      readonly source: FileAnswer;
      readonly line: Base1;
      readonly column: Base0;
      /** The file that holds the map. */
      readonly map: GatedFile;
      /** The map says that it is other people's code. */
      readonly ignored: boolean;
      /** The source's text where the map carries it. */
      readonly content: SourceContent | undefined;
    }
  /** - `no-map`: it has none - `unusable`: it has one, but - `unmapped`: the map has nothing for this place */
  | { readonly kind: 'no-map' | 'unmapped' }
  | { readonly kind: 'unusable'; readonly why: string };

/** The text of a source in its map. */
export interface SourceContent {
  /** At least 1. */
  readonly lines: number;
  /** Fetched when it is to be shown; `undefined` when the map is another one by then. */
  readonly text: () => Promise<string | undefined>;
}

/** As many as the parser keeps. */
const MAX_MAPS = 64;
/** Changes are told by watchers; build folders are not always watched, so the dates are looked at again after this long. */
const RECHECK_AFTER_MS = 2_000;

interface LoadedMap {
  readonly generatedPath: string;
  /** Of the generated file and the map, as the file system tells them; another one means another build. */
  readonly stamp: string;
  readonly holder: GatedFile | undefined;
  readonly opened: OpenedSourceMap | undefined;
  /** Why there is none. */
  readonly problem: Problem | undefined;
}

interface Entry {
  readonly loading: Promise<LoadedMap>;
  readonly generatedPath: string;
  mapPath: string | undefined;
  checkedAtMs: number;
}

/** What the store stands on. */
export interface SourceMapStoreParts {
  readonly files: FileAccess;
  readonly gate: PathGate;
  readonly sources: SourceFiles;
  readonly parser: SourceMapParser;
  /** Told once for a map that cannot be used, with a sentence; again when it changed. */
  readonly warn: (message: string) => void;
}

/** The source maps of generated files: found, loaded and held as long as they are fresh. */
export class SourceMapStore {
  readonly #parts: SourceMapStoreParts;
  readonly #entries = new LruCache<Entry>(MAX_MAPS, Number.POSITIVE_INFINITY);
  /** Maps warned of, by path and date. */
  readonly #warned = new Set<string>();

  constructor(parts: SourceMapStoreParts) {
    this.#parts = parts;
  }

  /** Where `line` and `column` of a generated file come from. Never rejects. */
  async originalOf(generated: GatedFile, line: Base1, column: Base1 | undefined): Promise<OriginalPlace> {
    try {
      const loaded = await this.#fresh(generated);
      if (loaded.problem) return { kind: 'unusable', why: loaded.problem.message };
      if (!loaded.holder) return { kind: 'no-map' };
      return await this.#ask(loaded, generated, line, column === undefined ? undefined : toBase0(column));
    } catch (error) {
      return { kind: 'unusable', why: problemOf(error).message };
    }
  }

  /** A file changed, came or went; without a path: anything may have, the parser included. */
  invalidate(path?: string): void {
    const dropped = this.#entries.drop(
      ({ generatedPath, mapPath }) =>
        path === undefined || path === generatedPath || path === mapPath || path === `${generatedPath}.map`,
    );
    for (const entry of dropped) this.#close(entry);
  }

  async #ask(loaded: LoadedMap, generated: GatedFile, line: Base1, column: Base0 | undefined): Promise<OriginalPlace> {
    const { opened, holder } = loaded;
    if (!opened || !holder) return { kind: 'no-map' };
    const { answer: position, sources } = await this.#askParser(generated, opened, (map) =>
      this.#parts.parser.originalPosition({ map, line, column }),
    );
    if (!position) return { kind: 'unmapped' };
    const name = sources[position.source] ?? null;
    const source = await this.#parts.sources.resolve(name, holder);
    const { contentLines } = position;
    const text = (): Promise<string | undefined> => this.#contentOf(generated, name, position.source);
    return {
      kind: 'original',
      sourceName: name ?? '',
      source,
      line: position.line,
      column: position.column,
      map: holder,
      ignored: position.ignored === true,
      content: contentLines === undefined ? undefined : { lines: contentLines, text },
    };
  }

  /** Asks again with the map opened anew: the parser keeps a limited number of maps, and none over a restart. */
  async #askParser<T>(
    generated: GatedFile,
    opened: OpenedSourceMap,
    ask: (map: SourceMapHandle) => Promise<T>,
  ): Promise<{ readonly answer: T; readonly sources: OpenedSourceMap['sources'] }> {
    try {
      return { answer: await ask(opened.handle), sources: opened.sources };
    } catch (error) {
      if (problemOf(error).code !== 'not-found') throw error;
      this.invalidate(generated.path);
      const again = (await this.#fresh(generated)).opened;
      if (!again) throw error;
      return { answer: await ask(again.handle), sources: again.sources };
    }
  }

  async #contentOf(generated: GatedFile, name: string | null, source: number): Promise<string | undefined> {
    try {
      const { opened } = await this.#fresh(generated);
      if (!opened) return undefined;
      const { answer, sources } = await this.#askParser(generated, opened, (map) =>
        this.#parts.parser.sourceContent({ map, source }),
      );
      // Another build has other sources.
      return sources[source] === name ? answer : undefined;
    } catch {
      // The map has gone: the built code is shown then.
      return undefined;
    }
  }

  async #fresh(generated: GatedFile): Promise<LoadedMap> {
    const known = this.#entries.get(generated.path);
    if (known) {
      const loaded = await known.loading;
      if (performance.now() - known.checkedAtMs < RECHECK_AFTER_MS) return loaded;
      const stamp = await this.#stamp(generated, loaded.holder);
      known.checkedAtMs = performance.now();
      // One that has no map may have got one.
      if (stamp === loaded.stamp && loaded.holder) return loaded;
      this.invalidate(generated.path);
    }
    const entry: Entry = {
      loading: this.#load(generated),
      generatedPath: generated.path,
      mapPath: undefined,
      checkedAtMs: performance.now(),
    };
    const dropped = this.#entries.set(generated.path, entry);
    if (dropped) this.#close(dropped);
    try {
      const loaded = await entry.loading;
      entry.mapPath = loaded.holder?.path;
      entry.checkedAtMs = performance.now();
      return loaded;
    } catch (error) {
      // Not the map's fault (the parser stopped): asked again, it may well work.
      this.#entries.drop((value) => value === entry);
      throw error;
    }
  }

  /** Rejects for what may go away by itself; what is wrong with the map is part of the answer. */
  async #load(generated: GatedFile): Promise<LoadedMap> {
    let holder: GatedFile | undefined;
    let opened: OpenedSourceMap | undefined;
    let problem: Problem | undefined;
    // Dates from before the bytes: a build that runs meanwhile shows as another one at the next look.
    const before = await this.#parts.files.stat(generated.realPath);
    try {
      const map = await readMapBytes(this.#parts.gate, generated);
      holder = map?.holder;
      opened = map && (await this.#parts.parser.openSourceMap({ bytes: map.bytes }));
    } catch (error) {
      problem = problemOf(error);
      if (problem.code === 'internal' || problem.code === 'cancelled') throw problem;
    }
    const stamp = stampOf(holder && holder !== generated ? [before, holder] : [before]);
    if (problem) this.#warnOnce(`${generated.path} ${stamp}`, `${generated.relativePath}: ${problem.message}`);
    return { generatedPath: generated.path, stamp, holder, opened, problem };
  }

  async #stamp(generated: GatedFile, map: GatedFile | undefined): Promise<string> {
    const parts = map && map !== generated ? [generated, map] : [generated];
    return stampOf(await Promise.all(parts.map((file) => this.#parts.files.stat(file.realPath))));
  }

  #warnOnce(key: string, message: string): void {
    if (this.#warned.has(key)) return;
    this.#warned.add(key);
    this.#parts.warn(message);
  }

  #close(entry: Entry): void {
    void entry.loading
      .then(({ opened }) => opened && this.#parts.parser.closeSourceMap({ map: opened.handle }))
      // It is gone either way.
      .catch(() => undefined);
  }
}

function stampOf(files: readonly (Pick<FileStat, 'mtimeMs' | 'sizeBytes'> | undefined)[]): string {
  return files.map((file) => (file ? `${file.mtimeMs}/${file.sizeBytes}` : 'gone')).join(' ');
}
