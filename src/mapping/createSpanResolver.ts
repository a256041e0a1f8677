import { classifyPath, isAbsolute, pathText, type PathMapping } from '../core/paths.ts';
import { Corrections, type CorrectionMemory } from './corrections.ts';
import { DeclaredLines } from './declaredLines.ts';
import { ExactPathStep } from './exactPathStep.ts';
import type { FileAccess } from './fileAccess.ts';
import { FileFinder } from './fileFinder.ts';
import { FilePathRung } from './filePathRung.ts';
import { FilePlaces } from './filePlaces.ts';
import { GoPackageRung } from './goPackageRung.ts';
import { LearnedFolders } from './learnedFolders.ts';
import { LibraryStep } from './libraryStep.ts';
import { LineCounts } from './lineCounts.ts';
import { LiteralRung } from './literalRung.ts';
import { MemberSearchRung } from './memberSearchRung.ts';
import { MountedRouteRung } from './mountedRouteRung.ts';
import { PathGate } from './pathGate.ts';
import { PathMappingStep } from './pathMappingStep.ts';
import { QualifiedNameRung } from './qualifiedNameRung.ts';
import { SourceFiles } from './sourceFiles.ts';
import type { SourceListing } from './sourceListing.ts';
import type { SourceMapParser } from './sourceMapParser.ts';
import { SourceMapStore } from './sourceMapStore.ts';
import { SpanLocator } from './spanLocator.ts';
import { SpanResolver } from './spanResolver.ts';
import { SuffixStep } from './suffixStep.ts';
import { SymbolRung, type SymbolSearch } from './symbolRung.ts';
import { TextSearch } from './textSearch.ts';

/** What the host brings. */
export interface SpanResolverHost {
  readonly files: FileAccess;
  readonly listing: SourceListing;
  readonly parser: SourceMapParser;
  /** Absent where there is no editor. */
  readonly symbols?: SymbolSearch;
  /** The user's, read at each search; call `invalidate()` when they change. */
  readonly mappings: () => readonly PathMapping[];
  readonly memory: CorrectionMemory;
  /** Gets a sentence about a source map that cannot be used, once a map. */
  readonly warn: (message: string) => void;
}

/** The ladder as Spanline uses it, and the parts of it that are also used apart. */
export interface SpanResolution {
  readonly resolver: SpanResolver;
  readonly locator: SpanLocator;
  readonly corrections: Corrections;
}

/**
 * Builds the ladder: corrections; the places and functions that the span names, by exact path, path mappings, installed libraries, longest
 * unique suffix, source maps on top, then by qualified name, by the files of its package, by the languages' own symbols; the literals that it shares with the code.
 */
export function createSpanResolver(host: SpanResolverHost): SpanResolution {
  const { files, parser, warn } = host;
  const gate = new PathGate(files);
  const corrections = new Corrections(gate, host.memory);
  // The user's settings are said on purpose, corrections in passing: with equally long folders the first one counts.
  const mappings = (): readonly PathMapping[] => [...host.mappings(), ...corrections.mappings()];
  const finder = new FileFinder([
    new ExactPathStep(gate),
    new PathMappingStep(files, gate, mappings),
    new LibraryStep(files, gate),
    new SuffixStep(files, gate),
  ]);
  const sources = new SourceFiles(gate, finder);
  const maps = new SourceMapStore({ files, gate, sources, parser, warn });
  const lines = new LineCounts(gate);
  const folders = new LearnedFolders();
  const invalidate = (path?: string): void => {
    // The editor writes `c:\\`, the gate `C:\\`.
    const changed = path === undefined ? undefined : classifyPath(path);
    const known = changed && isAbsolute(changed) ? pathText(changed) : undefined;
    for (const part of [finder, maps, lines]) part.invalidate(known);
    sources.invalidate();
    folders.invalidate();
  };
  const places = new FilePlaces(maps, lines);
  const declared = new DeclaredLines(gate);
  const search = new TextSearch(host.listing, gate);
  const onLearned = (): void => locator.forget();
  const locator: SpanLocator = new SpanLocator([
    new FilePathRung({ finder, places, declared, folders, onLearned, invalidate }),
    new QualifiedNameRung(finder, declared, places),
    new MemberSearchRung(search, places),
    new GoPackageRung(search, places),
    ...(host.symbols ? [new SymbolRung(host.symbols, gate, places)] : []),
  ]);
  const literals = new LiteralRung(search, places);
  const mounted = new MountedRouteRung(search, places);
  return { resolver: new SpanResolver({ corrections, locator, literals, mounted }), locator, corrections };
}
