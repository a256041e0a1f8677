import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cachedFolder } from './cachedFolder.ts';

export const SOURCES = 400;
export const LINES = 500;
/** Minifiers and compilers write four to ten. */
const SEGMENTS = 4;
const SEGMENT_COLUMNS = 8;
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export interface LargeMap {
  readonly folder: string;
  readonly generated: string;
  readonly map: string;
  readonly mapBytes: number;
  readonly mappings: number;
}

/** A place of the generated file and where it comes from, lines and columns from 1. */
export interface MappedPlace {
  readonly line: number;
  readonly column: number;
  readonly source: string;
  readonly sourceLine: number;
}

/** A bundle of many sources with a map of 10 MB, as a bundler leaves it in `dist`. */
export function largeMap(): LargeMap {
  const folder = cachedFolder('map-2', fill);
  const map = path.join(folder, 'dist/main.js.map');
  return {
    folder,
    generated: path.join(folder, 'dist/main.js'),
    map,
    mapBytes: readFileSync(map).byteLength,
    mappings: SOURCES * LINES * SEGMENTS,
  };
}

/** The `index`-th line of all sources; each line of the bundle is one of a source, its columns moved by two. */
export function placeIn(folder: string, index: number): MappedPlace {
  const at = index % (SOURCES * LINES);
  const segment = index % SEGMENTS;
  return {
    line: at + 1,
    column: segment * SEGMENT_COLUMNS + 3,
    source: path.join(folder, sourceName(Math.floor(at / LINES))),
    sourceLine: (at % LINES) + 1,
  };
}

function sourceName(source: number): string {
  return `src/area${source % 20}/module${source}.ts`;
}

function sourceLine(source: number, line: number): string {
  return `sum += price(${source}, ${line}) * r;`;
}

function fill(folder: string): void {
  const sources = Array.from({ length: SOURCES }, (_, source) => sourceName(source));
  const texts = sources.map((_, source) =>
    Array.from({ length: LINES }, (_, line) => `${sourceLine(source, line)}\n`).join(''),
  );
  for (const [i, name] of sources.entries()) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), texts[i]!);
  }
  mkdirSync(path.join(folder, 'dist'));
  const generated = texts.map((text) => text.replaceAll(/^/gm, '  ').slice(0, -2)).join('');
  writeFileSync(path.join(folder, 'dist/main.js'), `${generated}//# sourceMappingURL=main.js.map\n`);
  writeFileSync(
    path.join(folder, 'dist/main.js.map'),
    JSON.stringify({
      version: 3,
      file: 'main.js',
      sources: sources.map((name) => `../${name}`),
      sourcesContent: texts,
      names: [],
      mappings: mappingsOf(),
    }),
  );
}

function mappingsOf(): string {
  const lines: string[] = [];
  let [source, line, column] = [0, 0, 0];
  for (let toSource = 0; toSource < SOURCES; toSource++) {
    for (let toLine = 0; toLine < LINES; toLine++) {
      const segments: string[] = [];
      for (let i = 0; i < SEGMENTS; i++) {
        const toColumn = i * SEGMENT_COLUMNS;
        segments.push(
          vlq(i === 0 ? 2 : SEGMENT_COLUMNS) + vlq(toSource - source) + vlq(toLine - line) + vlq(toColumn - column),
        );
        [source, line, column] = [toSource, toLine, toColumn];
      }
      lines.push(segments.join(','));
    }
  }
  return lines.join(';');
}

/** Base64 digits of five bits each, the lowest first, the sign in the first one's lowest bit. */
function vlq(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = '';
  do {
    const digit = rest & 31;
    rest >>= 5;
    text += BASE64[rest > 0 ? digit | 32 : digit]!;
  } while (rest > 0);
  return text;
}
