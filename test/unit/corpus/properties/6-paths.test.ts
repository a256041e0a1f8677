import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { clueOf, readCorrections } from '../../../../src/mapping/correction.ts';
import type { Located } from '../../../../src/mapping/located.ts';
import { hostileNumber, hostilePath, NEVER_ASKED, neverAsked } from '../../../support/corpus/hostilePaths.ts';
import { nothingIsPoisoned } from '../../../support/corpus/oracle.ts';
import { timeBox } from '../../../support/corpus/timeBox.ts';
import {
  DISK,
  expectAskedInRoots,
  expectRealPlaces,
  watchedWorkspace,
} from '../../../support/corpus/watchedWorkspace.ts';
import { cluesOf, type ToldSpan } from '../../../support/mapping/cluesOf.ts';

const { signal } = new AbortController();
afterEach(nothingIsPoisoned);

/** A path of the disk, as it is and as containers and other machines would write it. */
const knownPath = fc
  .tuple(
    fc.constantFrom(...Object.keys(DISK.entries)),
    fc.constantFrom('', '', '/app', '/usr/src/app', '/srv/shop', 'D:\\build', '../..', './', 'file://'),
    fc.nat(3),
  )
  .map(([path, prefix, cut]) => {
    if (prefix === '') return path;
    const rest = path.split(/[\\/]/).slice(1 + cut);
    return prefix.startsWith('D:') ? [prefix, ...rest].join('\\') : [prefix, ...rest].join('/');
  });
const path = fc.oneof({ weight: 3, arbitrary: knownPath }, { weight: 2, arbitrary: hostilePath });
const functionName = fc.oneof(
  fc.constantFrom(
    'price',
    'com.shop.Cart.price',
    'Cart::price',
    'services.orders.src.main.charge',
    'shop::cart::price',
  ),
  fc.constantFrom('..\\..\\etc\\a::b', '\\\\evil\\s\\a::b', '../../etc.passwd.b', 'etc.passwd.x', 'C:::a::b', '....a'),
  hostilePath,
);
const attributes = fc.record(
  {
    'code.file.path': path,
    'code.filepath': path,
    'code.filename': path,
    'code.line.number': hostileNumber,
    'code.lineno': hostileNumber,
    'code.column.number': hostileNumber,
    'code.function.name': functionName,
    'code.namespace': functionName,
    '_dd.code_origin.frames.0.file': path,
    'http.route': fc.constantFrom('/carts/:id/items', '/../../etc/passwd/{id}', '//evil/s/{id}'),
    'messaging.destination.name': path,
    'rpc.method': functionName,
  },
  { requiredKeys: [] },
);
/** One call in the words of each runtime. */
const frame = fc.tuple(fc.nat(6), path, hostileNumber, functionName).map(([dialect, file, line, name]) => {
  switch (dialect) {
    case 0:
      return `Error: x\n    at ${name} (${file}:${line}:3)`;
    case 1:
      return `Error: x\n    at ${file}:${line}:3`;
    case 2:
      return `Traceback (most recent call last):\n  File "${file}", line ${line}, in ${name}\nValueError: x`;
    case 3:
      return `java.lang.Error: x\n\tat ${name}(${file}:${line})`;
    case 4:
      return `System.Exception: x\n   at ${name}() in ${file}:line ${line}`;
    case 5:
      return `goroutine 1 [running]:\n${name}(...)\n\t${file}:${line} +0x1d`;
    default:
      return `#0 ${file}(${line}): ${name}()\n#1 {main}`;
  }
});
const told: fc.Arbitrary<ToldSpan> = fc.record(
  {
    service: fc.constantFrom('orders', 'cart', '..', '__proto__'),
    name: fc.oneof(fc.constantFrom('charge the card', 'GET /carts/:id/items', 'settle'), hostilePath),
    kind: fc.constantFrom('internal', 'server', 'client', 'producer'),
    attributes,
    exceptions: fc.array(
      frame.map((stack) => ({ 'exception.stacktrace': stack })),
      { maxLength: 2 },
    ),
    logs: fc.array(attributes, { maxLength: 2 }),
    resource: fc.record(
      { 'process.working_directory': path, 'telemetry.sdk.language': fc.constantFrom('nodejs', 'java') },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
/** Of one container: what the one teaches helps with the other; and such as say nothing of their code but their literals. */
const plainSpan = fc.constantFrom<ToldSpan>(
  { service: 'orders', attributes: { 'code.file.path': '/usr/src/app/src/orders.py', 'code.line.number': 1 } },
  { service: 'orders', attributes: { 'code.file.path': '/usr/src/app/src/main.py', 'code.line.number': 4 } },
  { name: 'charge the card' },
  { name: 'GET /carts/:id/items', kind: 'server', attributes: { 'http.route': '/carts/:id/items' } },
);
const step = fc.oneof(
  { weight: 9, arbitrary: told },
  { weight: 3, arbitrary: plainSpan },
  { weight: 1, arbitrary: fc.constant('changed' as const) },
);
const mapping = fc.record({ from: path, to: path });

/** What a storage may hold: right, nearly right, anything. Places are for the span at `about`. */
const stored = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('path'), from: path, to: path }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('place'),
      about: fc.nat(3),
      path,
      line: hostileNumber,
      lineText: fc.constantFrom('', 'def charge():', '}', 'x', 'return 1;'),
      label: hostilePath,
    }),
  },
  fc.jsonValue({ maxDepth: 2 }),
);

/** By which way a place came about, from the sentence that says so. */
const WAYS = {
  exact: 'lies in the workspace',
  mapped: 'is mapped by',
  suffix: 'as only one file of the workspace does',
  learned: 'that was found here',
  stack: 'The stack names',
  log: 'A log record of the span names',
  map: 'the source map leads to',
  clamped: 'is past the end of the file',
  name: 'which declares',
  corrected: 'You chose this place',
  literal: 'where a span is started',
  route: 'is served in',
} as const;

function noteWays(located: Located | undefined, seen: Set<string>): void {
  if (located?.state === 'ambiguous') seen.add('ambiguous');
  if (located?.state !== 'found') return;
  for (const [way, words] of Object.entries(WAYS)) if (located.reason.includes(words)) seen.add(way);
}

test(
  'property 6: whatever spans, settings and storage say, only paths in a root are asked for, and places are lines of files in them',
  { timeout: 60_000 },
  async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 6 }),
        fc.array(mapping, { maxLength: 2 }),
        fc.array(stored, { maxLength: 3 }),
        async (steps, mappings, storage) => {
          const spans = steps.map((step) => (step === 'changed' ? step : cluesOf(step)));
          const clues = spans.filter((step) => step !== 'changed');
          const entries = storage.map((entry) => {
            const about =
              entry !== null && typeof entry === 'object' && 'about' in entry ? clues[Number(entry.about)] : undefined;
            return about ? { ...(entry as object), service: about.service, clue: clueOf(about) } : entry;
          });
          const { files, resolver } = watchedWorkspace({ mappings, corrections: readCorrections(entries) });
          for (const step of spans) {
            if (step === 'changed') resolver.invalidate();
            else {
              const located = await resolver.locate(step, signal);
              noteWays(located, seen);
              expectRealPlaces(files, located);
            }
          }
          expectAskedInRoots(files);
        },
      ),
      timeBox(20_000, 5000),
    );
    // It is no property of a way that no span went.
    expect([...seen].sort()).toEqual(['ambiguous', ...Object.keys(WAYS)].sort());
  },
);

function withStack(stack: string): ToldSpan {
  return { exceptions: [{ 'exception.stacktrace': stack }] };
}

/** Each place of a span that may hold a path, so that all others are empty. */
const ATTRIBUTES: Readonly<Record<string, (path: string) => ToldSpan>> = {
  'code.file.path': (path) => ({ attributes: { 'code.file.path': path, 'code.line.number': 1 } }),
  'code.filepath': (path) => ({ attributes: { 'code.filepath': path, 'code.lineno': 1 } }),
  'a code origin': (path) => ({ attributes: { '_dd.code_origin.frames.0.file': path } }),
  'a log record': (path) => ({ logs: [{ 'code.file.path': path, 'code.line.number': 1 }] }),
};
const STACKS: Readonly<Record<string, (path: string) => ToldSpan>> = {
  'a V8 stack': (path) => withStack(`Error: x\n    at pay (${path}:2:3)`),
  'a V8 stack without names': (path) => withStack(`Error: x\n    at ${path}:2:3`),
  'a Python stack': (path) => withStack(`Traceback (most recent call last):\n  File "${path}", line 2, in pay\nE: x`),
  'a .NET stack': (path) => withStack(`System.E: x\n   at Shop.Pay() in ${path}:line 2`),
  'a Go stack': (path) => withStack(`goroutine 1 [running]:\nmain.pay(...)\n\t${path}:2 +0x1d`),
  'a PHP stack': (path) => withStack(`#0 ${path}(2): pay()\n#1 {main}`),
};

async function expectNeverAsked(told: ToldSpan, said: Parameters<typeof watchedWorkspace>[0] = {}): Promise<void> {
  const { files, resolver } = watchedWorkspace(said);
  const located = await resolver.locate(cluesOf(told), signal);
  expect(located?.state ?? 'missing').toBe('missing');
  expect([files.paths, files.names]).toEqual([[], []]);
}

test.for(Object.entries(ATTRIBUTES))(
  'property 6: a UNC path, a device, a scheme or a NUL in %s makes no call to the file system',
  { timeout: 30_000 },
  async ([, spanWith]) => {
    for (const text of NEVER_ASKED) await expectNeverAsked(spanWith(text));
    await fc.assert(
      fc.asyncProperty(neverAsked, (text) => expectNeverAsked(spanWith(text))),
      timeBox(2000, 1000),
    );
  },
);

test.for(Object.entries(STACKS))(
  'property 6: a UNC path, a device, a scheme or a NUL in %s makes no call to the file system',
  { timeout: 30_000 },
  async ([, spanWith]) => {
    for (const text of NEVER_ASKED) await expectNeverAsked(spanWith(text));
    await fc.assert(
      fc.asyncProperty(neverAsked, async (text) => {
        const { files, resolver } = watchedWorkspace();
        await resolver.locate(cluesOf(spanWith(text)), signal);
        // A text with brackets and numbers in it is another frame, whose path may be looked for.
        expectAskedInRoots(files);
      }),
      timeBox(2000, 1000),
    );
  },
);

test(
  'property 6: such a path in a setting, a storage or as a working directory is never asked for',
  { timeout: 30_000 },
  async () => {
    const gone = { attributes: { 'code.file.path': '/srv/x/none.ts', 'code.line.number': 1 } };
    const { service } = cluesOf(gone);
    // An empty folder in a setting is the workspace.
    const text = fc.oneof(neverAsked, fc.constantFrom(...NEVER_ASKED)).filter((each) => each !== '');
    await fc.assert(
      fc.asyncProperty(text, text, async (to, from) => {
        const place = {
          kind: 'place',
          service,
          clue: clueOf(cluesOf(gone)),
          label: '',
          path: to,
          line: 1,
          lineText: '',
        };
        for (const mapping of [
          { from: '/srv', to },
          { from: '/srv/x/none.ts', to },
          { from, to: '/ws/src' },
        ]) {
          const corrections = readCorrections([place, { kind: 'path', ...mapping }]);
          expect(corrections).toHaveLength(2);
          for (const said of [{ mappings: [mapping] }, { corrections }]) {
            const { files, resolver } = watchedWorkspace(said);
            expect(await resolver.locate(cluesOf(gone), signal)).toMatchObject({ state: 'missing' });
            expect(files.paths).toEqual([]);
          }
        }
        const { files, resolver } = watchedWorkspace();
        const relative = { attributes: { 'code.file.path': 'none.ts' }, resource: { 'process.working_directory': to } };
        expect(await resolver.locate(cluesOf(relative), signal)).toMatchObject({ state: 'missing' });
        expect(files.paths).toEqual([]);
      }),
      timeBox(1000, 3000),
    );
  },
);
