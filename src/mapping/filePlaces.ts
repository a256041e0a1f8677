import { libraryStart } from '../core/paths.ts';
import { base1, toBase1, type Base1 } from '../core/position.ts';
import type { Confidence } from '../core/protocol.ts';
import type { FileAnswer } from './fileAnswer.ts';
import type { FoundPlace } from './located.ts';
import type { LineCounts } from './lineCounts.ts';
import type { GatedFile } from './pathGate.ts';
import { shortText } from './shortText.ts';
import type { OriginalPlace, SourceMapStore } from './sourceMapStore.ts';
import { weakerConfidence } from './weakerConfidence.ts';

type MappedPlace = Extract<OriginalPlace, { readonly kind: 'original' }>;

/** A place as the span names it, in a file that was found for it. */
export interface NamedPlace {
  readonly file: GatedFile;
  readonly line: Base1 | undefined;
  readonly column: Base1 | undefined;
  readonly confidence: Confidence;
  /** How the file was found, a clause each. */
  readonly clauses: readonly string[];
  /** Whether the line is the one that ran. */
  readonly asRun?: boolean;
  /** A source map says that it is other people's code. */
  readonly library?: boolean;
  /** See {@link FoundPlace}. */
  readonly builtMs?: number;
}

const JAVASCRIPT = /\.[cm]?jsx?$/i;
/** Where build tools put what they make: JavaScript there has lost its map, elsewhere it may well be what was written. */
const BUILD_FOLDER = /(?:^|\/)(?:dist|build|out|output|lib-out|\.next|\.nuxt|\.output|\.svelte-kit)\//;

/** From a place in a found file to the places in the code that people wrote: through its source map, within its lines. */
export class FilePlaces {
  readonly #maps: SourceMapStore;
  readonly #lines: LineCounts;

  constructor(maps: SourceMapStore, lines: LineCounts) {
    this.#maps = maps;
    this.#lines = lines;
  }

  /** One place, or several when the map's source may be any of several files. */
  async of(place: NamedPlace): Promise<readonly FoundPlace[]> {
    const { file, line, column } = place;
    if (!JAVASCRIPT.test(file.relativePath)) return [await this.#clamped(place)];
    if (line === undefined) return [await this.#clamped(place)];
    const original = await this.#maps.originalOf(file, line, column);
    const clause = original.kind === 'original' ? undefined : unmappedClause(place, original);
    if (original.kind !== 'original' && clause === undefined) return [await this.#clamped(place)];
    const past = await this.#lines.pastEnd(file, line, column);
    // Where the built code is shown, a line past its end is said when it is clamped.
    const pastColumn = past === 'line' ? pastDoubt(line, column, past) : undefined;
    if (original.kind !== 'original') {
      const built = { ...place, builtMs: file.mtimeMs };
      return [await this.#clamped(doubted(built, [clause === undefined ? undefined : { clause }, pastColumn]))];
    }
    const { source } = original;
    const stale = staleDoubt(file, original);
    if (source.kind === 'none') return [await this.#withoutFile(place, original, source.why, [pastColumn, stale])];
    return this.#inFiles(place, original, source, [past && pastDoubt(line, column, past), stale]);
  }

  /** Of a source that is not in the workspace: in the map's copy of it, or else in the built code. */
  async #withoutFile(place: NamedPlace, original: MappedPlace, why: string, doubts: Doubts): Promise<FoundPlace> {
    const { sourceName, column, content, ignored: library } = original;
    const { file } = place;
    const builtMs = builtMsOf(file, original);
    const names = `the source map names ${shortText(sourceName)}, which ${why}`;
    if (!content) {
      const clause = `${names}, so this is the built code`;
      return this.#clamped(doubted({ ...place, library, builtMs }, [{ clause }, ...doubts]));
    }
    const last = base1(content.lines);
    const isPast = last !== undefined && original.line > last;
    const beyond: Doubt | undefined = isPast
      ? { clause: beyondContent(original.line, last), atMost: 'guess' }
      : undefined;
    const clause = `${names}, so this is its text in the source map`;
    // What git knows of the built code says nothing of the source.
    const built = { ...place, asRun: false, library, builtMs };
    const found = await this.#clamped(doubted(built, [{ clause }, ...doubts, beyond]));
    const line = isPast ? last : original.line;
    return { ...found, embedded: { name: sourceName, line, column: toBase1(column), text: content.text } };
  }

  #inFiles(
    place: NamedPlace,
    original: MappedPlace,
    source: Exclude<FileAnswer, { readonly kind: 'none' }>,
    doubts: Doubts,
  ): Promise<readonly FoundPlace[]> {
    const found = source.kind === 'file' ? source.confidence : 'guess';
    const clause = `the source map leads to ${shortText(original.sourceName)}, which ${source.how}`;
    const firstCode =
      place.column === undefined ? { clause: 'without a column the first code of the line counts' } : undefined;
    const { confidence, clauses } = doubted(place, [{ clause, atMost: found }, ...doubts, firstCode]);
    const files = source.kind === 'file' ? [source.file] : source.files;
    return Promise.all(
      files.map((file) =>
        this.#clamped({
          file,
          line: original.line,
          column: toBase1(original.column),
          confidence,
          clauses,
          library: original.ignored,
          builtMs: builtMsOf(place.file, original),
        }),
      ),
    );
  }

  async #clamped(place: NamedPlace): Promise<FoundPlace> {
    const { file, line, column, confidence, clauses, asRun = false, library: isIgnored = false, builtMs } = place;
    const library = isIgnored || libraryStart({ kind: 'relative', segments: file.relativePath.split('/') }) >= 0;
    const base = { state: 'found', path: file.path, library, ...(builtMs !== undefined && { builtMs }) } as const;
    if (line === undefined) {
      const reason = sentence([...clauses, 'no line is given, so this is the top of the file']);
      return {
        ...base,
        line: FIRST_LINE,
        column: undefined,
        confidence: weakerConfidence(confidence, 'guess'),
        reason,
        ranLine: undefined,
      };
    }
    const ranLine = asRun ? line : undefined;
    const lines = await this.#lines.of(file);
    const last = lines === undefined ? undefined : base1(lines);
    if (last === undefined || line <= last)
      return { ...base, line, column, confidence, reason: sentence(clauses), ranLine };
    const past = `line ${line} is past the end of the file, which has ${last}: it has changed since`;
    return {
      ...base,
      line: last,
      column: undefined,
      confidence: 'guess',
      reason: sentence([...clauses, past]),
      ranLine,
    };
  }
}

/** A build writes one after the other. */
const STALE_MS = 60_000;
const FIRST_LINE = 1 as Base1;

/** What makes a place less sure than it would be. */
interface Doubt {
  readonly clause: string;
  /** `likely` when left out. */
  readonly atMost?: Confidence;
}
type Doubts = readonly (Doubt | undefined)[];

function doubted(place: NamedPlace, doubts: Doubts): NamedPlace {
  const told = doubts.filter((doubt) => doubt !== undefined);
  const confidence = told.reduce((sure, { atMost = 'likely' }) => weakerConfidence(sure, atMost), place.confidence);
  return { ...place, confidence, clauses: [...place.clauses, ...told.map(({ clause }) => clause)] };
}

function pastDoubt(line: Base1, column: Base1 | undefined, past: 'file' | 'line'): Doubt {
  const where =
    past === 'file' ? `line ${line} is past the end of` : `column ${column} is past the end of line ${line} in`;
  return { clause: `${where} the bundle, which is then not the one that ran`, atMost: 'guess' };
}

function staleDoubt(generated: GatedFile, { map }: MappedPlace): Doubt | undefined {
  const isStale = generated.mtimeMs - map.mtimeMs > STALE_MS;
  return isStale ? { clause: 'the source map is older than the bundle' } : undefined;
}

function beyondContent(line: Base1, last: Base1): string {
  return `line ${line} is past the end of that text, which has ${last}: the source map is of another one`;
}

function builtMsOf(generated: GatedFile, { map }: MappedPlace): number {
  return Math.max(generated.mtimeMs, map.mtimeMs);
}

/** `undefined` for JavaScript that people wrote. */
function unmappedClause(
  { file }: NamedPlace,
  original: Exclude<OriginalPlace, { readonly kind: 'original' }>,
): string | undefined {
  switch (original.kind) {
    case 'no-map':
      return BUILD_FOLDER.test(file.relativePath) ? 'it has no source map, so this is the built code' : undefined;
    case 'unmapped':
      return 'the source map has nothing for this place, so this is the built code';
    case 'unusable':
      return `the source map cannot be used (${original.why.replace(/\.$/, '')}), so this is the built code`;
  }
}

function sentence(clauses: readonly string[]): string {
  const text = clauses.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
