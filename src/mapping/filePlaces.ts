import { libraryStart } from '../core/paths.ts';
import { base1, toBase1, type Base1 } from '../core/position.ts';
import type { Confidence } from '../core/protocol.ts';
import type { EmbeddedSource, FoundPlace } from './located.ts';
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
    if (original.kind !== 'original') return [await this.#clamped(weakened(place, unmappedClause(place, original)))];
    const { source } = original;
    const name = shortText(original.sourceName);
    if (source.kind === 'none') {
      const embedded = await embeddedOf(original);
      const shown = embedded ? 'so its text is the one in the source map' : 'so this is the built code';
      const built = weakened(place, `the source map names ${name}, which ${source.why}, ${shown}`);
      const found = await this.#clamped({ ...built, library: original.ignored, builtMs: builtMsOf(file, original) });
      return [embedded ? { ...found, embedded } : found];
    }
    const clauses = [...place.clauses, `the source map leads to ${name}, which ${source.how}`];
    const isStale = file.mtimeMs - original.map.mtimeMs > STALE_MS;
    if (isStale) clauses.push('the source map is older than the bundle');
    if (column === undefined) clauses.push('without a column the first code of the line counts');
    const found = source.kind === 'file' ? source.confidence : 'guess';
    const confidence = weakerConfidence(
      weakerConfidence(place.confidence, found),
      column === undefined || isStale ? 'likely' : 'exact',
    );
    const { line: originalLine, column: originalColumn } = original;
    const files = source.kind === 'file' ? [source.file] : source.files;
    return Promise.all(
      files.map((target) =>
        this.#clamped({
          file: target,
          line: originalLine,
          column: toBase1(originalColumn),
          confidence,
          clauses,
          library: original.ignored,
          builtMs: builtMsOf(file, original),
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

function builtMsOf(generated: GatedFile, { map }: MappedPlace): number {
  return Math.max(generated.mtimeMs, map.mtimeMs);
}

async function embeddedOf({ sourceName, line, column, content }: MappedPlace): Promise<EmbeddedSource | undefined> {
  return (await content()) === undefined ? undefined : { name: sourceName, line, column: toBase1(column), content };
}

function weakened(place: NamedPlace, clause: string | undefined): NamedPlace {
  if (clause === undefined) return place;
  return { ...place, confidence: weakerConfidence(place.confidence, 'likely'), clauses: [...place.clauses, clause] };
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
