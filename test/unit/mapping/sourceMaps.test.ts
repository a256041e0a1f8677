import fc from 'fast-check';
import { SourceMapGenerator } from 'source-map';
import { expect, test } from 'vitest';
import type { Base0, Base1 } from '../../../src/core/position.ts';
import { Problem } from '../../../src/core/problem.ts';
import type { OpenedSourceMap, OriginalPosition, SourceMapHandle } from '../../../src/core/protocol.ts';
import { SourceMaps } from '../../../src/parser/sourceMaps.ts';

const { signal } = new AbortController();

function open(maps: SourceMaps, map: unknown): Promise<OpenedSourceMap> {
  const text = typeof map === 'string' ? map : JSON.stringify(map);
  return Promise.resolve(maps.handlers.openSourceMap({ bytes: new TextEncoder().encode(text).buffer }, signal));
}

function original(maps: SourceMaps, map: SourceMapHandle, line: number, column?: number): OriginalPosition | undefined {
  const position = { map, line: line as Base1, column: column as Base0 | undefined };
  return maps.handlers.originalPosition(position, signal) as OriginalPosition | undefined;
}

function at(line: number, column: number, source = 0): OriginalPosition {
  return { source, line: line as Base1, column: column as Base0 };
}

test('lookups: exact, before, first of the line, and nothing', async () => {
  const maps = new SourceMaps();
  // Line 1: columns 4 -> 1:0 and 9 -> 2:2. Line 2: nothing. Line 3: column 2 -> 5:0.
  const { handle } = await open(maps, { version: 3, sources: ['a.ts'], names: [], mappings: 'IAAA,KACE;;EAGF' });
  expect(original(maps, handle, 1, 4)).toEqual(at(1, 0));
  expect(original(maps, handle, 1, 8)).toEqual(at(1, 0));
  expect(original(maps, handle, 1, 9)).toEqual(at(2, 2));
  expect(original(maps, handle, 1, 1e6)).toEqual(at(2, 2));
  expect(original(maps, handle, 1, 0)).toEqual(at(1, 0));
  expect(original(maps, handle, 1)).toEqual(at(1, 0));
  expect(original(maps, handle, 2)).toBeUndefined();
  expect(original(maps, handle, 2, 5)).toBeUndefined();
  expect(original(maps, handle, 3)).toEqual(at(5, 0));
  expect(original(maps, handle, 2 ** 31 - 1, 5)).toBeUndefined();
});

test('code that the map says has no original is not given the next one', async () => {
  const maps = new SourceMaps();
  // Column 0 -> 1:0, column 5 -> nothing (bundler runtime), column 10 -> 9:0.
  const { handle } = await open(maps, { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA,K,KAQA' });
  expect(original(maps, handle, 1, 4)).toEqual(at(1, 0));
  expect(original(maps, handle, 1, 5)).toBeUndefined();
  expect(original(maps, handle, 1, 9)).toBeUndefined();
  expect(original(maps, handle, 1, 10)).toEqual(at(9, 0));
});

test('sections: each in its place, sources counted on', async () => {
  const maps = new SourceMaps();
  const map = (source: string) => ({
    version: 3,
    sources: [source],
    names: [],
    mappings: 'AAAA,EAGA;AAFA',
    sourceRoot: 'src',
  });
  const { handle, sources } = await open(maps, {
    version: 3,
    sections: [
      { offset: { line: 1, column: 10 }, map: map('a.ts') },
      { offset: { line: 1, column: 20 }, map: map('b.ts') },
      { offset: { line: 8, column: 0 }, map: map('c.ts') },
    ],
  });
  expect(sources).toEqual(['src/a.ts', 'src/b.ts', 'src/c.ts']);
  expect(original(maps, handle, 1, 50)).toBeUndefined();
  expect(original(maps, handle, 2, 9)).toBeUndefined();
  expect(original(maps, handle, 2, 10)).toEqual(at(1, 0));
  expect(original(maps, handle, 2, 11)).toEqual(at(1, 0));
  expect(original(maps, handle, 2, 12)).toEqual(at(4, 0));
  expect(original(maps, handle, 2, 21)).toEqual(at(1, 0, 1));
  expect(original(maps, handle, 2, 25)).toEqual(at(4, 0, 1));
  expect(original(maps, handle, 2)).toEqual(at(1, 0));
  expect(original(maps, handle, 3, 5)).toEqual(at(2, 0, 1));
  expect(original(maps, handle, 9, 1)).toEqual(at(1, 0, 2));
});

test('closed and pushed out maps are not found; the rest stays', async () => {
  const maps = new SourceMaps({ maxMaps: 2, maxBytes: 1e6 });
  const map = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA' };
  const [first, second] = [await open(maps, map), await open(maps, map)];
  expect(original(maps, first.handle, 1, 0)).toEqual(at(1, 0));
  const third = await open(maps, map);
  expect(new Set([first, second, third].map(({ handle }) => handle)).size).toBe(3);
  expect(() => original(maps, second.handle, 1, 0)).toThrow(expect.objectContaining({ code: 'not-found' }));
  expect(original(maps, first.handle, 1, 0)).toEqual(at(1, 0));
  void maps.handlers.closeSourceMap({ map: first.handle }, signal);
  void maps.handlers.closeSourceMap({ map: first.handle }, signal);
  expect(() => original(maps, first.handle, 1, 0)).toThrow(Problem);
  expect(original(maps, third.handle, 1, 0)).toEqual(at(1, 0));
});

test('bytes limit what is kept, never the newest', async () => {
  const maps = new SourceMaps({ maxMaps: 10, maxBytes: 150 });
  const map = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA', sourcesContent: ['x'.repeat(100)] };
  const [first, second] = [await open(maps, map), await open(maps, map)];
  expect(() => original(maps, first.handle, 1, 0)).toThrow(Problem);
  expect(original(maps, second.handle, 1, 0)).toEqual({ ...at(1, 0), contentLines: 1 });
  expect(maps.handlers.sourceContent({ map: second.handle, source: 0 }, signal)).toBe('x'.repeat(100));
});

const number = fc.nat(2000);
const mapping = fc.record({
  line: fc.integer({ min: 1, max: 30 }),
  column: number,
  source: fc.nat(3),
  toLine: number,
  toColumn: number,
});

test('property: every mapping that was made is found, and so is each place up to the next one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(mapping, { selector: ({ line, column }) => `${line}:${column}`, minLength: 1, maxLength: 60 }),
      async (mappings) => {
        const generator = new SourceMapGenerator();
        for (const { line, column, source, toLine, toColumn } of mappings) {
          const original = { line: toLine + 1, column: toColumn };
          generator.addMapping({ generated: { line, column }, original, source: `../${source}.ts` });
        }
        const maps = new SourceMaps();
        const { handle, sources } = await open(maps, generator.toString());
        for (const { line, column, source, toLine, toColumn } of mappings) {
          const onLine = mappings.filter((other) => other.line === line).map((other) => other.column);
          const next = Math.min(...onLine.filter((other) => other > column), column + 3);
          for (const asked of [column, next - 1]) {
            const found = original(maps, handle, line, asked)!;
            expect(sources[found.source]).toBe(`../${source}.ts`);
            expect([found.line, found.column]).toEqual([toLine + 1, toColumn]);
          }
        }
      },
    ),
    { numRuns: 50 },
  );
});

const json = fc.jsonValue({ maxDepth: 3 });
const digits = fc.string({
  unit: fc.constantFrom('A', 'A', 'C', 'D', 'E', 'I', 'K', 'g', 'g', 'h', 'z', '+', '/', ',', ';', ';'),
});
const hostileMap = fc.record(
  {
    version: fc.oneof({ weight: 9, arbitrary: fc.constant(3) }, json),
    sources: fc.oneof(fc.array(fc.oneof(fc.string(), fc.constant(null))), json),
    names: fc.oneof(fc.array(json), json),
    mappings: fc.oneof({ weight: 5, arbitrary: digits }, json),
    sourceRoot: fc.oneof(fc.string(), json),
    sourcesContent: fc.oneof(fc.array(fc.string()), json),
    ignoreList: fc.oneof(fc.array(fc.oneof(fc.nat(3), fc.double(), json)), json),
    x_google_ignoreList: json,
    __proto__: json,
  },
  { requiredKeys: ['version', 'sources', 'mappings'] },
);
const offset = fc.record({ line: fc.oneof(fc.nat(5), json), column: fc.oneof(fc.nat(5), json) });
const indexed = fc.record({ version: fc.constant(3), sections: fc.array(fc.record({ offset, map: hostileMap })) });

test('property: hostile maps give valid positions or Problems, nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(hostileMap, indexed, json),
      fc.nat(10),
      fc.option(fc.nat(50)),
      async (map, line, column) => {
        const maps = new SourceMaps();
        try {
          const { handle, sources } = await open(maps, map);
          const found = original(maps, handle, line + 1, column ?? undefined);
          if (!found) return;
          expect(found.source).toBeLessThan(sources.length);
          expect(found.line).toBeGreaterThanOrEqual(1);
          expect(found.column).toBeGreaterThanOrEqual(0);
          const text = await maps.handlers.sourceContent({ map: handle, source: found.source }, signal);
          if (text === undefined) expect(found.contentLines).toBeUndefined();
          else expect(found.contentLines).toBeLessThanOrEqual(text.split('\n').length);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          expect(['malformed', 'too-large']).toContain(error.code);
        }
      },
    ),
    { numRuns: 1000 },
  );
});
