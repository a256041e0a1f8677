import { classifyPath, isAbsolute, pathText, type PathMapping } from '../core/paths.ts';
import { ExactPathStep } from './exactPathStep.ts';
import type { FileAccess } from './fileAccess.ts';
import { FileFinder } from './fileFinder.ts';
import { FilePathRung } from './filePathRung.ts';
import { FilePlaces } from './filePlaces.ts';
import { LibraryStep } from './libraryStep.ts';
import { LineCounts } from './lineCounts.ts';
import { PathGate } from './pathGate.ts';
import { PathMappingStep } from './pathMappingStep.ts';
import { QualifiedNameRung } from './qualifiedNameRung.ts';
import { SourceFiles } from './sourceFiles.ts';
import type { SourceMapParser } from './sourceMapParser.ts';
import { SourceMapStore } from './sourceMapStore.ts';
import { SpanLocator } from './spanLocator.ts';
import { SuffixStep } from './suffixStep.ts';

/** What the host brings. */
export interface SpanLocatorParts {
  readonly files: FileAccess;
  readonly parser: SourceMapParser;
  /** The user's, read at each search; call `invalidate()` when they change. */
  readonly mappings: () => readonly PathMapping[];
  /** Gets a sentence about a source map that cannot be used, once a map. */
  readonly warn: (message: string) => void;
}

/** The ladder as Spanline uses it: exact path, path mappings, installed libraries, longest unique suffix; source maps on top. */
export function createSpanLocator({ files, parser, mappings, warn }: SpanLocatorParts): SpanLocator {
  const gate = new PathGate(files);
  const finder = new FileFinder([
    new ExactPathStep(gate),
    new PathMappingStep(files, gate, mappings),
    new LibraryStep(files, gate),
    new SuffixStep(files, gate),
  ]);
  const sources = new SourceFiles(gate, finder);
  const maps = new SourceMapStore({ files, gate, sources, parser, warn });
  const lines = new LineCounts(gate);
  const invalidate = (path?: string): void => {
    // The editor writes `c:\\`, the gate `C:\\`.
    const changed = path === undefined ? undefined : classifyPath(path);
    const known = changed && isAbsolute(changed) ? pathText(changed) : undefined;
    for (const part of [finder, maps, lines]) part.invalidate(known);
    sources.invalidate();
  };
  const places = new FilePlaces(maps, lines);
  return new SpanLocator([
    new FilePathRung({ finder, places, invalidate }),
    new QualifiedNameRung(finder, gate, places),
  ]);
}
