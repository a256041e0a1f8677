import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTraceQuery } from '../../../src/core/traceQuery.ts';
import {
  saysErrors,
  withCondition,
  withErrors,
  withLimit,
  withRange,
  withWindow,
} from '../../../webview/searchPage/queryText.ts';

const NOW = Date.UTC(2026, 10, 25, 12);

describe('a window', () => {
  test.each([
    ['', 'last 6h'],
    ['service:orders', 'service:orders last 6h'],
    ['last 1h error', 'last 6h error'],
    ['a last:1h b', 'a last 6h b'],
    ['from:14:00 to:15:00 error', 'last 6h error'],
    ['since:2026-11-25 x', 'last 6h x'],
    ['last', 'last last 6h'],
    ['"last 1h"', '"last 1h" last 6h'],
    ['"not closed', 'last 6h "not closed'],
    ['name:"from:me"', 'name:"from:me" last 6h'],
  ])('in %j becomes %j', (text, expected) => expect(withWindow(text, '6h')).toBe(expected));

  test('is what the language reads, whatever else was typed', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60, unit: fc.constantFrom(...Array.from(' "-:last16hxfromto\\')) }),
        (text) => {
          const edited = withWindow(text, '24h');
          expect(parseTraceQuery(edited, NOW).window).toEqual({ kind: 'last', ms: 86_400_000 });
        },
      ),
    );
  });
});

test.each([
  ['', 'error'],
  ['service:a last 1h', 'service:a error last 1h'],
  ['error x', 'error x'],
])('errors in %j: %j', (text, expected) => {
  expect(withErrors(text, true)).toBe(expected);
  expect(saysErrors(expected)).toBe(true);
});

test.each([
  ['error service:a', 'service:a'],
  ['x status:error', 'x'],
  ['ERROR', ''],
  ['"error" -error', '"error" -error'],
])('no errors in %j: %j', (text, expected) => {
  expect(withErrors(text, false)).toBe(expected);
  expect(saysErrors(expected)).toBe(false);
});

test('a limit and a condition find their place', () => {
  expect(withLimit('a limit:50 last 1h', 200)).toBe('a limit:200 last 1h');
  expect(withLimit('', 100)).toBe('limit:100');
  expect(withCondition('from:10:00 to:11:00', 'kind:server')).toBe('kind:server from:10:00 to:11:00');
});

test('a range is read back as it was, without a problem', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: NOW - 1e10, max: NOW - 2e6 }),
      fc.integer({ min: 1, max: 1e6 }),
      fc.double({ min: 0, max: 1e12, noNaN: true }),
      fc.oneof(fc.double({ min: 1e3, max: 1e13, noNaN: true }), fc.constant(Infinity)),
      (fromMs, lengthMs, minNs, moreNs) => {
        const range = { fromMs, toMs: fromMs + lengthMs, minNs, maxNs: minNs + moreNs };
        const { window, conditions, problems } = parseTraceQuery(withRange('duration>3s last 1h', range), NOW);
        expect(problems).toEqual([]);
        expect(window).toEqual({
          kind: 'between',
          fromEpochNs: BigInt(fromMs) * 1_000_000n,
          toEpochNs: BigInt(fromMs + lengthMs) * 1_000_000n,
        });
        expect(conditions.length).toBe(Number(Math.floor(minNs) > 0) + Number(Number.isFinite(range.maxNs)));
      },
    ),
  );
});
