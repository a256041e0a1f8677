import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { HostApi } from '../../../../src/core/protocol.ts';
import { Rpc } from '../../../../src/core/rpc.ts';
import type { SearchHostApi } from '../../../../src/core/searchProtocol.ts';
import { hostHandlers } from '../../../../src/panel/hostHandlers.ts';
import { searchHandlers } from '../../../../src/panel/searchHandlers.ts';
import type { SearchPageSource } from '../../../../src/panel/searchPageSource.ts';
import type { WaterfallSource } from '../../../../src/panel/waterfallSource.ts';
import { nothingIsPoisoned } from '../../../support/corpus/oracle.ts';
import { rawHost, type RawHost, type Reached } from '../../../support/corpus/rawHost.ts';
import { timeBox } from '../../../support/corpus/timeBox.ts';

const MAX_WHOLE = 0xffff_ffff;
const isWhole = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_WHOLE;
const isText = (value: unknown): boolean => typeof value === 'string';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.length <= 200 && value.every(isText);
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const isTraceId = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);

type Allowed = Readonly<Record<string, readonly ((value: unknown) => boolean)[]>>;

/** All that a page may set off, and with what. A new call has to be entered here, with a look at what it lets through. */
const WATERFALL: Allowed = {
  start: [],
  rows: [isWhole, isWhole],
  detail: [isWhole],
  marks: [isWhole, isWhole],
  location: [isWhole, isFlag],
  openSource: [isWhole],
  correctLocation: [isWhole],
  find: [isText],
  groupBy: [isText],
  openLink: [isWhole, isWhole],
  linkedFrom: [isWhole],
  openInboundLink: [isWhole, isWhole],
  skew: [],
  copy: [isText],
  copySpan: [isWhole, (as) => ['json', 'traceparent', 'link'].includes(String(as))],
  exportTrace: [(format) => ['otlp-json', 'jaeger-json'].includes(String(format)), isFlag],
  exportPicture: [(svg) => isText(svg) && !/<script|\son\w+=|href="(?!#)/i.test(String(svg))],
};
const SEARCH: Allowed = {
  start: [],
  search: [isText, isTexts],
  more: [isWhole],
  cancel: [isWhole],
  suggest: [isText, isWhole, isTexts],
  openTrace: [isText, isTraceId],
  saveSearch: [isText, isText],
  removeSearch: [isText],
  clearRecent: [],
  copy: [isText],
  addBackend: [],
  enterCredentials: [isText],
};

const HOSTS: readonly (readonly [string, Allowed, () => RawHost])[] = [
  [
    'hostHandlers',
    WATERFALL,
    () => rawHost((channel, source) => new Rpc<object, HostApi>(channel, hostHandlers(source as WaterfallSource))),
  ],
  [
    'searchHandlers',
    SEARCH,
    () =>
      rawHost((channel, source) => new Rpc<object, SearchHostApi>(channel, searchHandlers(source as SearchPageSource))),
  ],
];

const anyJson = fc.jsonValue({ maxDepth: 3 });
const NAMES =
  'row from to link index reveal text key as format mask svg search caret sources source traceId name __proto__ path command uri'.split(
    ' ',
  );
const value = fc.oneof(
  anyJson,
  fc.nat(100),
  fc.constantFrom('json', 'otlp-json', 'a'.repeat(32), '', -1, 2 ** 53, 1e308, '<svg><script/></svg>', [], ['x']),
);
/** What some call takes, with one thing changed: such get furthest. */
const nearlyRight = fc
  .tuple(
    fc.constantFrom('json', 'otlp-json'),
    fc.constantFrom(
      '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
      '<svg onload="x()"></svg>',
      '<svg><script/></svg>',
    ),
    fc.option(fc.tuple(fc.constantFrom(...NAMES), value), { nil: undefined }),
  )
  .map(([as, svg, change]) => {
    const whole = { row: 1, from: 2, to: 3, link: 4, index: 5, search: 6, caret: 2 };
    const texts = {
      text: 'text',
      key: 'key',
      as,
      format: as,
      svg,
      source: 'store',
      traceId: 'a'.repeat(32),
      name: 'name',
    };
    const right = { reveal: true, mask: false, sources: ['store'] };
    return Object.assign(right, whole, texts, change && { [change[0]]: change[1] });
  });
const params = fc.oneof(
  anyJson,
  nearlyRight,
  fc
    .array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 8 })
    .map(
      (pairs) =>
        JSON.parse(
          `{${pairs.map(([name, one]) => `${JSON.stringify(name)}:${JSON.stringify(one)}`).join()}}`,
        ) as unknown,
    ),
);

function messageFor(allowed: Allowed): fc.Arbitrary<unknown> {
  const method = fc.oneof(
    fc.constantFrom(...Object.keys(allowed), 'ready'),
    fc.string(),
    fc.constantFrom('__proto__', 'constructor', 'toString', 'openFile', 'command', 'executeCommand', 'onEvent', 'then'),
  );
  return fc.oneof(
    { weight: 1, arbitrary: anyJson },
    { weight: 1, arbitrary: fc.record({ rpc: anyJson, id: anyJson, method, params }, { requiredKeys: [] }) },
    { weight: 6, arbitrary: fc.record({ rpc: fc.constant('call'), id: fc.nat(), method, params }) },
  );
}

function checkReached(allowed: Allowed, { name, args }: Reached): void {
  expect(Object.keys(allowed)).toContain(name);
  const checks = allowed[name]!;
  expect(args).toHaveLength(checks.length);
  for (const [i, isRight] of checks.entries()) expect([name, args[i], isRight(args[i])]).toEqual([name, args[i], true]);
}

afterEach(nothingIsPoisoned);

test.for(HOSTS)(
  'property 8: any JSON a page sends has only allow-listed effects: %s',
  { timeout: 30_000 },
  async ([, allowed, host]) => {
    const names = new Set<string>();
    await fc.assert(
      fc.asyncProperty(messageFor(allowed), async (message) => {
        const { reached, replies, send } = host();
        await send(message);
        // One message sets off one thing at most, and has one answer at most, which is a Problem when nothing was set off.
        expect(reached.length).toBeLessThanOrEqual(1);
        expect(replies.length).toBeLessThanOrEqual(1);
        for (const one of reached) {
          names.add(one.name);
          checkReached(allowed, one);
        }
        if (reached.length === 0 && replies.length === 1) expect(replies[0]).toMatchObject({ outcome: { err: {} } });
      }),
      timeBox(4000, 10_000),
    );
    // It is no property when nothing comes through.
    expect(names.size).toBe(Object.keys(allowed).length);
  },
);
