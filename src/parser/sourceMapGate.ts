import { Problem } from '../core/problem.ts';

/*
 * What a source map must be before the library sees it. The library trusts its input: a section offset of 1e999 never ends,
 * 20 million lines take a gigabyte, a source `../../etc/passwd` is worked out to an absolute path (security.md 1.8, 3.6 M01-M09).
 */

/** A part of a map: one for a plain map, one a section for an indexed one. */
export interface MapSection {
  /** Where in the generated file it begins, both 0-based. */
  readonly line: number;
  readonly column: number;
  readonly mappings: string;
  /** Number of `sources`; they are found in the whole map's from `firstSource` on. */
  readonly sourceCount: number;
  readonly firstSource: number;
  readonly nameCount: number;
}

/** A map that is safe to parse. The texts are untrusted still. */
export interface GatedSourceMap {
  readonly sections: readonly MapSection[];
  /** As written, `sourceRoot` joined as text, nothing resolved. */
  readonly sources: readonly (string | null)[];
  /** Parallel to `sources`; those that nobody would read are left out. */
  readonly contents: readonly (string | undefined)[];
  /** Indexes of sources that are other people's code. */
  readonly ignored: ReadonlySet<number>;
}

const MAX_BYTES = 64 * 2 ** 20;
const MAX_LINES = 5_000_000;
/** 40 bytes each once parsed: 800 MB, the most that a map of 64 MiB can make a worker take. */
const MAX_SEGMENTS = 20_000_000;
const MAX_SOURCES = 1_000_000;
const MAX_NAMES = 5_000_000;
const MAX_SECTIONS = 100_000;
/** Source files are smaller, and a text goes to the editor whole. */
const MAX_CONTENT_CHARS = 4 * 2 ** 20;
/** Generated columns are 32-bit in the library. */
const MAX_COLUMN = 2 ** 31 - 1;

const COMMA = 0x2c;
const SEMICOLON = 0x3b;

/** What `mappings` may consist of besides separators. The library reads the low byte of any character. */
const IS_BASE64 = new Uint8Array(128);
for (const digit of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
  IS_BASE64[digit.charCodeAt(0)] = 1;

/** Reads and checks a source map. Throws a `malformed` or `too-large` {@link Problem} that names what is wrong. */
export function gateSourceMap(bytes: Uint8Array): GatedSourceMap {
  if (bytes.byteLength > MAX_BYTES) {
    throw tooLarge(
      `is ${(bytes.byteLength / 2 ** 20).toFixed(0)} MiB, more than the ${MAX_BYTES / 2 ** 20} MiB that are read`,
    );
  }
  const map = recordOf(parseJson(new TextDecoder().decode(bytes)), 'the map');
  const gate = new Gate();
  checkVersion(map, 'version');
  if (map['sections'] === undefined) gate.addMap(map, 0, 0, '');
  else gate.addSections(map['sections']);
  return gate;
}

class Gate implements GatedSourceMap {
  readonly sections: MapSection[] = [];
  readonly sources: (string | null)[] = [];
  readonly contents: (string | undefined)[] = [];
  readonly ignored = new Set<number>();
  #segments = 0;
  #lines = 0;

  addSections(value: unknown): void {
    const sections = arrayOf(value, 'sections', MAX_SECTIONS);
    let last = { line: -1, column: 0 };
    for (const [i, entry] of sections.entries()) {
      const name = `sections[${i}]`;
      const section = recordOf(entry, name);
      if (section['url'] !== undefined) throw malformed(`\`${name}\` is in another file`);
      const offset = recordOf(section['offset'], `${name}.offset`);
      const line = wholeNumber(offset['line'], `${name}.offset.line`, MAX_LINES);
      const column = wholeNumber(offset['column'], `${name}.offset.column`, MAX_COLUMN);
      if (line < last.line || (line === last.line && column <= last.column)) {
        throw malformed(`\`${name}\` does not begin after the one before it`);
      }
      last = { line, column };
      const map = recordOf(section['map'], `${name}.map`);
      if (map['sections'] !== undefined) throw malformed(`\`${name}.map\` has sections of its own`);
      checkVersion(map, `${name}.map.version`);
      this.addMap(map, line, column, `${name}.map.`);
    }
  }

  addMap(map: JsonRecord, line: number, column: number, prefix: string): void {
    const { mappings } = map;
    if (typeof mappings !== 'string') throw malformed(`\`${prefix}mappings\` is not text`);
    this.#count(mappings, `${prefix}mappings`);
    const sources = arrayOf(map['sources'], `${prefix}sources`, MAX_SOURCES - this.sources.length);
    const names = map['names'] === undefined ? [] : arrayOf(map['names'], `${prefix}names`, MAX_NAMES);
    const root = map['sourceRoot'];
    const contents = map['sourcesContent'];
    const firstSource = this.sources.length;
    for (const [i, source] of sources.entries()) {
      if (source !== null && typeof source !== 'string')
        throw malformed(`\`${prefix}sources[${i}]\` is neither text nor null`);
      this.sources.push(source === null ? null : withRoot(typeof root === 'string' ? root : '', source));
      const content: unknown = Array.isArray(contents) ? contents[i] : undefined;
      this.contents.push(typeof content === 'string' && content.length <= MAX_CONTENT_CHARS ? content : undefined);
    }
    const { length: sourceCount } = sources;
    for (const index of ignoreList(map, sourceCount)) this.ignored.add(firstSource + index);
    this.sections.push({ line, column, mappings, sourceCount, firstSource, nameCount: names.length });
  }

  #count(mappings: string, name: string): void {
    let separators = 0;
    let lines = 0;
    for (let i = 0; i < mappings.length; i++) {
      const code = mappings.charCodeAt(i);
      if (code === SEMICOLON) lines++;
      else if (code === COMMA) separators++;
      else if (code > 127 || IS_BASE64[code] === 0)
        throw malformed(`\`${name}\` has a character at ${i} that is no base64 digit`);
    }
    this.#lines += lines;
    this.#segments += lines + separators + 1;
    if (this.#lines > MAX_LINES) throw tooLarge(`\`${name}\` has more than ${MAX_LINES / 1e6} million lines`);
    // Empty lines are no segments, but counting them keeps this one pass; they have their own, lower limit.
    if (this.#segments > MAX_SEGMENTS)
      throw tooLarge(`\`${name}\` has more than ${MAX_SEGMENTS / 1e6} million segments`);
  }
}

interface JsonRecord {
  readonly mappings?: unknown;
  readonly [key: string]: unknown;
}

function parseJson(text: string): unknown {
  let json = text;
  // A guard against reading the map as a script; the rest of its line goes with it.
  if (text.startsWith(")]}'")) {
    const end = text.indexOf('\n');
    json = end < 0 ? '' : text.slice(end + 1);
  }
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Problem('malformed', 'The source map is not JSON.', { cause: error });
  }
}

function checkVersion(map: JsonRecord, name: string): void {
  if (map['version'] !== 3) throw malformed(`\`${name}\` is not 3`);
}

function recordOf(value: unknown, name: string): JsonRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(`\`${name}\` is not an object`);
  return value as JsonRecord;
}

function arrayOf(value: unknown, name: string, maxLength: number): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(`\`${name}\` is not a list`);
  if (value.length > maxLength) throw tooLarge(`\`${name}\` makes it too many entries`);
  return value;
}

function wholeNumber(value: unknown, name: string, max: number): number {
  if (!Number.isInteger(value) || (value as number) < 0) throw malformed(`\`${name}\` is not a whole number`);
  if ((value as number) > max) throw tooLarge(`\`${name}\` is above ${max}`);
  return value as number;
}

/** Of sources that there are; what is no such list ignores nothing. The second name is from before it was in the specification. */
function ignoreList(map: JsonRecord, sourceCount: number): readonly number[] {
  const list = map['ignoreList'] ?? map['x_google_ignoreList'];
  if (!Array.isArray(list) || list.length > sourceCount) return [];
  return list.filter((index) => Number.isInteger(index) && index >= 0 && index < sourceCount);
}

/** The specification says to put it in front; tools that mean a folder leave out the slash. A source with a scheme stands alone. */
function withRoot(root: string, source: string): string {
  if (root === '' || /^[A-Za-z][A-Za-z0-9+.-]+:/.test(source)) return source;
  return `${root.endsWith('/') ? root.slice(0, -1) : root}/${source.startsWith('/') ? source.slice(1) : source}`;
}

function malformed(what: string): Problem {
  return new Problem('malformed', `The source map cannot be read: ${what}.`);
}

function tooLarge(what: string): Problem {
  return new Problem('too-large', `The source map is too large: ${what}.`);
}
