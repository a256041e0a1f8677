import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { Located } from '../../../../src/mapping/located.ts';
import { ParserClient } from '../../../../src/parser/parserClient.ts';
import { hostilePath, NEVER_ASKED } from '../../../support/corpus/hostilePaths.ts';
import { nothingIsPoisoned, SLACK } from '../../../support/corpus/oracle.ts';
import { timeBox } from '../../../support/corpus/timeBox.ts';
import { expectAskedInRoots, expectRealPlaces, watchedWorkspace } from '../../../support/corpus/watchedWorkspace.ts';
import { cluesOf } from '../../../support/mapping/cluesOf.ts';

const { signal } = new AbortController();
/** Split, so that no tool takes it for this file's own. */
const MARK = ['//# sourceMapping', 'URL='].join('');
const BUNDLE = '/ws/dist/bundle.js';
afterEach(nothingIsPoisoned);

const json = fc.jsonValue({ maxDepth: 2 });
const source = fc.oneof(
  { weight: 3, arbitrary: hostilePath },
  { weight: 3, arbitrary: fc.constantFrom(...NEVER_ASKED) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '../src/a.ts',
      '../../etc/passwd',
      '../../../../../../etc/a.ts',
      '/etc/a.ts',
      '../out/a.ts',
      '../src/link.ts',
      'webpack://shop/./src/a.ts',
      'webpack://shop/../../etc/a.ts',
      'webpack:///../../../ws-evil/src/a.ts',
      'turbopack:///[project]/../etc/a.ts',
      '/@fs/etc/a.ts',
      '/@fs///evil/s/a.ts',
      '/@fs/C:/Windows/a.ts',
      'a!b!//evil/s/a.ts',
      'webpack://x//evil/s/a.ts',
      'webpack://x/C:\\Windows\\a.ts',
      'file:///etc/a.ts',
      'file:///ws/src/a.ts',
    ),
  },
  { weight: 1, arbitrary: fc.constant(null) },
);
/** Right for any sources: it points to the first, at lines up to a billion; and texts that are nearly right. */
const mappings = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'AAAA',
      'AACA',
      'AAAA,CAgkBA',
      'AA+/////BA',
      'AAgggggB;AAAA',
      'A,AAAA',
      ';;;AAAA',
      'AACA;AACA;AADA',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.string({ unit: fc.constantFrom('A', 'A', 'C', 'D', 'E', 'g', 'z', '+', '/', ',', ';') }),
  },
  json,
);
const plainMap = fc.record(
  {
    version: fc.oneof({ weight: 9, arbitrary: fc.constant(3) }, json),
    sources: fc.oneof({ weight: 9, arbitrary: fc.array(source, { minLength: 1, maxLength: 4 }) }, json),
    sourceRoot: fc.oneof(source, json),
    names: fc.oneof(fc.constant([]), json),
    sourcesContent: json,
    mappings,
  },
  { requiredKeys: ['version', 'sources', 'mappings'] },
);
const offset = fc.record({
  line: fc.oneof(fc.nat(3), fc.constantFrom(1e7, 1e9, 1e308, -5, 1.5, '0')),
  column: fc.oneof(fc.nat(3), fc.constantFrom(2 ** 31, -1, '0')),
});
/** Sections that name themselves, one another and files elsewhere; sections in sections. */
const sections: fc.Arbitrary<object> = fc.record({
  version: fc.constant(3),
  sections: fc.array(
    fc.oneof(
      fc.record({ offset, map: plainMap }),
      fc.record({
        offset,
        url: fc.constantFrom('bundle.js.map', 'other.js.map', '../../etc/x.map', 'http://127.0.0.1:1/x.map'),
      }),
      fc.record({
        offset,
        map: fc.record({ version: fc.constant(3), sections: fc.array(fc.record({ offset, map: plainMap })) }),
      }),
    ),
    { maxLength: 4 },
  ),
});
const map = fc.oneof(
  { weight: 6, arbitrary: plainMap },
  { weight: 3, arbitrary: sections },
  { weight: 1, arbitrary: json },
);
/** How the bundle names its map. */
const address = fc.oneof(
  { weight: 6, arbitrary: fc.constant('bundle.js.map') },
  { weight: 2, arbitrary: fc.constant('') },
  fc.constantFrom(
    '../../etc/x.map',
    '%2e%2e/%2e%2e/etc/x.map',
    '..%2f..%2fetc/x.map',
    '/etc/x.map',
    '//evil/s/x.map',
    '\\\\evil\\s\\x.map',
    'http://127.0.0.1:1/x.map',
    'file:///etc/x.map',
    '../out/x.map',
    '../fifo.map',
    'data:application/json;base64,!!!!',
    'data:text/html,x',
  ),
  hostilePath.map((path) => `${path}.map`),
);
const inline = map.map(
  (each) => `data:application/json;base64,${Buffer.from(JSON.stringify(each)).toString('base64')}`,
);

test(
  'property 6: whatever a source map says, only paths in a root are asked for, and the span still leads to a line of a file in them',
  { timeout: 60_000 },
  async () => {
    let ledToSources = 0;
    let ledNowhere = 0;
    await fc.assert(
      fc.asyncProperty(
        map,
        fc.oneof({ weight: 4, arbitrary: address }, inline),
        fc.integer({ min: 1, max: 6 }),
        fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
        async (hostile, url, line, column) => {
          const { files, resolver } = watchedWorkspace(
            {},
            {
              [BUNDLE]: `x();\ny();\nz();\n${url === '' ? '' : `${MARK}${url}\n`}`,
              [`${BUNDLE}.map`]: JSON.stringify(hostile),
              '/ws/dist/other.js.map':
                '{"version":3,"sections":[{"offset":{"line":0,"column":0},"url":"bundle.js.map"}]}',
              '/ws/fifo.map': { special: 'fifo' },
              '/etc/x.map': '{"version":3,"sources":["/etc/a.ts"],"names":[],"mappings":"AAAA"}',
            },
          );
          const attributes = {
            'code.file.path': BUNDLE,
            'code.line.number': line,
            ...(column !== undefined && { 'code.column.number': column }),
          };
          const located = await resolver.locate(cluesOf({ attributes }), signal);
          expectAskedInRoots(files);
          expectRealPlaces(files, located);
          // The worst map leaves the built code.
          expect(located?.state).not.toBe('missing');
          if (located?.state === 'found' && located.path === BUNDLE) ledNowhere++;
          else ledToSources++;
        },
      ),
      timeBox(20_000, 5000),
    );
    expect(ledToSources).toBeGreaterThan(0);
    expect(ledNowhere).toBeGreaterThan(0);
  },
);

const worker = new ParserClient(new URL('../../../../src/parser/parserWorker.ts', import.meta.url));
afterAll(() => worker.dispose());
const parser = worker.sourceMaps;

function mapText(fields: object): string {
  return JSON.stringify({ version: 3, sources: ['../src/a.ts'], names: [], mappings: 'AAAA', ...fields });
}

/** A map's sources come to the host whole; a million of them hold it longest. */
const MAX_HELD_MS = 50;

/** Maps that are all size, and what an unhurried machine needs for them at most. */
const HUGE: Readonly<Record<string, readonly [build: () => string, maxMs: number]>> = {
  'a line of a million segments': [() => mapText({ mappings: `AAAA${',CAAA'.repeat(1e6)}` }), 500],
  'a line of a million segments that all begin at once': [
    () => mapText({ mappings: `AAAA${',AAAA'.repeat(1e6)}` }),
    500,
  ],
  'a line of a million segments, each before the last': [
    () => mapText({ mappings: `ggggC${',DAAA'.repeat(1e6)}` }),
    500,
  ],
  'a million segments without an end': [() => mapText({ mappings: 'g'.repeat(1e6) }), 500],
  'five million lines': [() => mapText({ mappings: `${';'.repeat(5e6)}AAAA` }), 1000],
  'thirty million lines': [() => mapText({ mappings: ';'.repeat(30e6) }), 1000],
  'a million sources': [
    () =>
      mapText({
        sources: Array.from({ length: 1e6 }, (_, i) =>
          i === 0 ? '../src/a.ts' : `../src/some/folder/of/the/project/module-${i}.ts`,
        ),
      }),
    4000,
  ],
  'a hundred thousand sections': [
    () =>
      JSON.stringify({
        version: 3,
        sections: Array.from({ length: 1e5 }, (_, line) => {
          return {
            offset: { line, column: 0 },
            map: { version: 3, sources: ['../src/a.ts'], names: [], mappings: 'AAAA' },
          };
        }),
      }),
    2000,
  ],
  'sections, twenty thousand deep': [
    () =>
      `${'{"version":3,"sections":[{"offset":{"line":0,"column":0},"map":'.repeat(2e4)}${mapText({})}${'}]}'.repeat(2e4)}`,
    500,
  ],
  'a list, a million deep': [() => '['.repeat(1e6), 500],
};

test.for(Object.entries(HUGE))(
  'property 6: %s takes a bounded time in the worker, holds the host for less, and harms no later question',
  { timeout: 120_000 },
  async ([, [build, maxMs]]) => {
    const { files, resolver } = watchedWorkspace(
      {},
      { [BUNDLE]: 'x();\n', [`${BUNDLE}.map`]: Buffer.from(build()) },
      parser,
    );
    const locate = (path: string): Promise<Located | undefined> =>
      resolver.locate(cluesOf({ attributes: { 'code.file.path': path, 'code.line.number': 1 } }), signal);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const begin = performance.now();
    expectRealPlaces(files, await locate(BUNDLE));
    const took = performance.now() - begin;
    await setTimeout(5);
    delay.disable();
    expect(took).toBeLessThan(maxMs * SLACK);
    expect(delay.max / 1e6).toBeLessThan(MAX_HELD_MS * SLACK);
    expectAskedInRoots(files);
    const next = await locate('/ws/dist/a.js');
    expect(next).toMatchObject({ state: 'found', path: '/ws/src/a.ts', line: 2 });
  },
);
