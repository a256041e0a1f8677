import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeOfLine } from '../../../src/core/lineTime.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const HOUR_NS = 3_600_000_000_000n;

/** The middle of the range, and how far it goes to either side in hours. */
function read(line: string): readonly [string, number] | undefined {
  const range = timeOfLine(line, NOW);
  if (!range) return undefined;
  const middle = (range.fromEpochNs + range.toEpochNs) / 2n;
  return [new Date(Number(middle / 1_000_000n)).toISOString(), Number((range.toEpochNs - middle) / HOUR_NS)];
}

test.each<[string, string, number]>([
  ['2026-11-25T10:00:00.123Z INFO x', '2026-11-25T10:00:00.123Z', 1],
  ['2026-11-25T10:00:00.123456789+02:00 x', '2026-11-25T08:00:00.123Z', 1],
  ['2026-11-25T10:00:00+0100 x', '2026-11-25T09:00:00.000Z', 1],
  ['2026-11-25 10:00:00,5 [main] x', '2026-11-25T10:00:00.500Z', 16],
  ['2026/11/25 10:00:00 [error] 7#7', '2026-11-25T10:00:00.000Z', 16],
  ['127.0.0.1 - - [25/Nov/2026:10:00:00 +0200] "GET / HTTP/1.1"', '2026-11-25T08:00:00.000Z', 1],
  ['{"level":30,"time":1764064800123,"trace_id":"x"}', '2025-11-25T10:00:00.123Z', 1],
  ['{"ts":1764064800.5,"msg":"x"}', '2025-11-25T10:00:00.500Z', 1],
  ['{"timeUnixNano":"1764064800000000000"}', '2025-11-25T10:00:00.000Z', 1],
  ['ts=1764064800000000 x', '2025-11-25T10:00:00.000Z', 1],
  ['Nov 25 10:00:00 host app[1]: x', '2026-11-25T10:00:00.000Z', 16],
  ['<34>Dec  3 10:00:00 host app: x', '2025-12-03T10:00:00.000Z', 16],
])('%s', (line, middle, hours) => {
  expect(read(line)).toEqual([middle, hours]);
});

test.each(['', 'trace_id=4bf92f3577b34da6a3ce929d0e0e4736', '2026-99-99T10:00:00Z', '10:00:00 x', 'Foo 25 10:00:00 x'])(
  'no time in %j',
  (line) => {
    expect(timeOfLine(line, NOW)).toBeUndefined();
  },
);

test('never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (line) => {
      timeOfLine(line, NOW);
    }),
  );
});
