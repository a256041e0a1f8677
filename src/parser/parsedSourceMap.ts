import { SourceMapConsumer, type BasicSourceMapConsumer } from 'source-map';
import { base1, type Base0, type Base1 } from '../core/position.ts';
import { Problem, problemOf } from '../core/problem.ts';
import type { OriginalPosition } from '../core/protocol.ts';
import type { GatedSourceMap, MapSection } from './sourceMapGate.ts';

const SOURCE_PREFIX = 's:';
const NO_LINE = 2 ** 31 - 1;

interface ParsedSection {
  readonly section: MapSection;
  readonly consumer: BasicSourceMapConsumer;
}

/** A gated map that the library has parsed; its mappings live outside the heap until `dispose`. */
export class ParsedSourceMap {
  readonly sources: readonly (string | null)[];
  readonly #contents: readonly (string | undefined)[];
  /** By source, of those that were asked for. */
  readonly #contentLines = new Map<number, number>();
  readonly #ignored: ReadonlySet<number>;
  readonly #sections: readonly ParsedSection[];

  private constructor(map: GatedSourceMap, sections: readonly ParsedSection[]) {
    this.sources = map.sources;
    this.#contents = map.contents;
    this.#ignored = map.ignored;
    this.#sections = sections;
  }

  /** Rejects with a Problem: `malformed` when the mappings are broken, `internal` when the library does not load. */
  static async parse(map: GatedSourceMap): Promise<ParsedSourceMap> {
    const sections: ParsedSection[] = [];
    try {
      for (const section of map.sections) {
        const consumer = await consumerOf(section);
        sections.push({ section, consumer });
        parseMappings(consumer);
      }
    } catch (error) {
      for (const { consumer } of sections) consumer.destroy();
      throw error;
    }
    return new ParsedSourceMap(map, sections);
  }

  /**
   * The original of a generated position: of the mapping at or before it on its line, or of the line's first when none is before it
   * or the column is not known. `undefined` for code that has no original. Throws a `malformed` Problem for a mapping
   * that points outside the map's sources.
   */
  originalPosition(line: Base1, column: Base0 | undefined): OriginalPosition | undefined {
    const position = this.#look(line, column);
    if (!position) return undefined;
    const contentLines = this.#contentLinesOf(position.source);
    return {
      ...position,
      ...(this.#ignored.has(position.source) && { ignored: true }),
      ...(contentLines !== undefined && { contentLines }),
    };
  }

  #look(line: Base1, column: Base0 | undefined): OriginalPosition | undefined {
    let at = this.#sectionAt(line, column ?? 0);
    if (column !== undefined) return at < 0 ? undefined : originalIn(this.#sections[at]!, line, column);
    // A section may begin in the middle of the line, and the first mapping be in it.
    for (at = Math.max(at, 0); at < this.#sections.length; at++) {
      const parsed = this.#sections[at]!;
      if (parsed.section.line > line - 1) break;
      const first = originalIn(parsed, line, undefined);
      if (first) return first;
    }
    return undefined;
  }

  sourceContent(source: number): string | undefined {
    return this.#contents[source];
  }

  dispose(): void {
    for (const { consumer } of this.#sections) consumer.destroy();
  }

  #contentLinesOf(source: number): number | undefined {
    const text = this.#contents[source];
    if (text === undefined) return undefined;
    let lines = this.#contentLines.get(source);
    if (lines === undefined) {
      lines = countLines(text);
      this.#contentLines.set(source, lines);
    }
    return lines;
  }

  /** Index of the last section that begins at or before a 1-based line and 0-based column; -1 when none does. */
  #sectionAt(line: number, column: number): number {
    let low = 0;
    let high = this.#sections.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const { section } = this.#sections[middle]!;
      const begins = section.line < line - 1 || (section.line === line - 1 && section.column <= column);
      if (begins) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/**
 * The library gets made-up sources: it normalises the real ones and `../` is lost (js-debug keeps the original ones alike).
 * `s:1` passes its URL handling in 2 to 3 µs, `source1` takes 5.
 */
async function consumerOf({ mappings, sourceCount, nameCount }: MapSection): Promise<BasicSourceMapConsumer> {
  try {
    return await new SourceMapConsumer({
      version: 3,
      file: '',
      sources: Array.from({ length: sourceCount }, (_, i) => `${SOURCE_PREFIX}${i}`),
      // Only their number matters: the library refuses a mapping whose name is not there.
      names: Array.from({ length: nameCount }, () => ''),
      mappings,
    });
  } catch (error) {
    // All that can fail on a gated map is the library's own `mappings.wasm`, which lies beside the bundle.
    throw new Problem('internal', `Spanline's source map reader does not load: ${problemOf(error).message}`, {
      cause: error,
    });
  }
}

/** The library parses at the first question; what is broken shall show now. No map has this line. */
function parseMappings(consumer: BasicSourceMapConsumer): void {
  try {
    consumer.originalPositionFor({ line: NO_LINE, column: 0 });
  } catch (error) {
    throw new Problem('malformed', `The source map cannot be read: ${problemOf(error).message}.`, { cause: error });
  }
}

function originalIn(
  { section, consumer }: ParsedSection,
  line: Base1,
  column: Base0 | undefined,
): OriginalPosition | undefined {
  const ownLine = line - section.line;
  const shift = ownLine === 1 ? section.column : 0;
  const look = (from: number, bias: number): OriginalPosition | undefined =>
    validated(positionFor(consumer, { line: ownLine, column: from, bias }), section);
  const { GREATEST_LOWER_BOUND, LEAST_UPPER_BOUND } = SourceMapConsumer;
  if (column === undefined) return look(0, LEAST_UPPER_BOUND);
  const ownColumn = column - shift;
  const before = look(ownColumn, GREATEST_LOWER_BOUND);
  if (before) return before;
  // Nothing before it on the line, or a mapping that says "no original" (bundler runtime)? Only in the first case
  // is the next mapping also the line's first.
  const next = look(ownColumn, LEAST_UPPER_BOUND);
  const first = look(0, LEAST_UPPER_BOUND);
  const isFirst =
    next && first && next.source === first.source && next.line === first.line && next.column === first.column;
  return isFirst ? next : undefined;
}

interface LibraryPosition {
  readonly source: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

function validated({ source, line, column }: LibraryPosition, section: MapSection): OriginalPosition | undefined {
  if (source === null || line === null || column === null) return undefined;
  const index = Number(source.slice(SOURCE_PREFIX.length));
  const base1Line = base1(line);
  const valid = Number.isInteger(index) && index >= 0 && index < section.sourceCount && base1(column + 1) !== undefined;
  return valid && base1Line
    ? { source: section.firstSource + index, line: base1Line, column: column as Base0 }
    : undefined;
}

function positionFor(
  consumer: BasicSourceMapConsumer,
  generated: { readonly line: number; readonly column: number; readonly bias: number },
): LibraryPosition {
  try {
    return consumer.originalPositionFor(generated);
  } catch (error) {
    throw new Problem('malformed', 'The source map points to a source or a name that it does not have.', {
      cause: error,
    });
  }
}

/** An empty last line does not count. */
function countLines(text: string): number {
  let lines = text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return Math.max(1, lines);
}
