import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockText } from '../../../webview/searchPage/clockText.ts';
import type { FoundRow } from '../../../webview/searchPage/foundTraces.ts';
import { nearest } from '../../../webview/searchPage/plot/dots.ts';
import { dragRange } from '../../../webview/searchPage/plot/dragRange.ts';
import { durationAxis } from '../../../webview/searchPage/plot/durationAxis.ts';
import { timeAxis } from '../../../webview/searchPage/plot/timeAxis.ts';
import { timeDomain } from '../../../webview/searchPage/plot/timeDomain.ts';

const labels = (axis: { readonly ticks: readonly { readonly label: string }[] }): readonly string[] =>
  axis.ticks.map(({ label }) => label);
const NOON = new Date(2026, 10, 25, 12).getTime();
const HOUR = 3_600_000;

describe('durations', () => {
  test('on a logarithmic scale, few where there is little room', () => {
    expect(labels(durationAxis(1e6, 1e9, 'log', 400))).toEqual([
      '1 ms',
      '2 ms',
      '5 ms',
      '10 ms',
      '20 ms',
      '50 ms',
      '100 ms',
      '200 ms',
      '500 ms',
      '1 s',
    ]);
    expect(labels(durationAxis(1e6, 1e9, 'log', 150))).toEqual(['1 ms', '10 ms', '100 ms', '1 s']);
    expect(labels(durationAxis(1e3, 7200e9, 'log', 100))).toEqual(['1 µs', '10 ms', '1 min']);
  });

  test('on a linear scale from 0', () => {
    expect(labels(durationAxis(1e6, 1e9, 'linear', 200))).toEqual(['0', '200 ms', '400 ms', '600 ms', '800 ms', '1 s']);
    expect(durationAxis(1e6, 1e9, 'linear', 200).toPx(0)).toBe(0);
  });

  test('whatever they are, ticks rise, fit, and the way back leads to where it began', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e17, noNaN: true }),
        fc.double({ min: 0, max: 1e17, noNaN: true }),
        fc.constantFrom('log' as const, 'linear' as const),
        fc.integer({ min: 1, max: 900 }),
        (a, b, scale, heightPx) => {
          const [min, max] = [Math.min(a, b), Math.max(a, b)];
          const axis = durationAxis(min, max, scale, heightPx);
          const px = axis.ticks.map((tick) => tick.px);
          expect(px).toEqual(px.toSorted((x, y) => x - y));
          expect(px.length).toBeLessThanOrEqual(Math.max(2, heightPx / 20));
          for (const at of [axis.toPx(min), axis.toPx(max), ...px]) {
            expect(at).toBeGreaterThanOrEqual(0);
            expect(at).toBeLessThanOrEqual(heightPx);
          }
          const middle = axis.fromPx(heightPx / 2);
          expect(axis.toPx(middle)).toBeCloseTo(heightPx / 2, 3);
        },
      ),
    );
  });
});

describe('times', () => {
  test('in steps of a clock', () => {
    expect(labels(timeAxis(NOON, NOON + HOUR, 700))).toEqual(['12:10', '12:20', '12:30', '12:40', '12:50']);
    expect(labels(timeAxis(NOON, NOON + 60_000, 700))).toEqual([
      '12:00:10',
      '12:00:20',
      '12:00:30',
      '12:00:40',
      '12:00:50',
    ]);
    expect(labels(timeAxis(NOON, NOON + 7 * 24 * HOUR, 700))).toEqual([
      'Nov 26',
      'Nov 27',
      'Nov 28',
      'Nov 29',
      'Nov 30',
      'Dec 1',
      'Dec 2',
    ]);
    expect(labels(timeAxis(NOON, NOON + 24 * HOUR, 500))).toEqual(['18:00', 'Nov 26', '06:00']);
  });

  test('whatever they are, labels have room and lie inside', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: 0, max: 4e11 }),
        fc.integer({ min: 1, max: 2000 }),
        (fromMs, lengthMs, widthPx) => {
          const { ticks } = timeAxis(fromMs, fromMs + lengthMs, widthPx);
          for (const [index, { px }] of ticks.entries()) {
            expect(px).toBeGreaterThanOrEqual(0);
            expect(px).toBeLessThanOrEqual(widthPx);
            if (index > 0) expect(px - ticks[index - 1]!.px).toBeGreaterThan(40);
          }
        },
      ),
    );
  });

  test('as exact as needed', () => {
    expect(clockText(NOON + 5250, 1)).toBe('12:00:05.250');
    expect(clockText(NOON + 5250, 1000)).toBe('12:00:05');
    expect(clockText(NOON, 24 * HOUR)).toBe('Nov 25');
    expect(clockText(Number.NaN, 1)).toBe('');
  });
});

describe('what the plot shows of the searched time', () => {
  const rows = (...startsMs: readonly number[]): readonly FoundRow[] =>
    startsMs.map((startMs) => ({ startMs }) as FoundRow);
  test('all of it when results are all over it, or none', () => {
    expect(timeDomain(0, 1000, rows(100, 900))).toEqual([0, 1000]);
    expect(timeDomain(0, 1000, [])).toEqual([0, 1000]);
  });
  test('where the results are when they stand in a corner, never more than was searched', () => {
    const [from, to] = timeDomain(0, 1000, rows(950, 990));
    expect(from).toBeGreaterThan(900);
    expect(from).toBeLessThan(950);
    expect(to).toBeGreaterThan(990);
    expect(to).toBeLessThanOrEqual(1000);
    expect(timeDomain(0, 1000, rows(-5e6, 5e6))).toEqual([0, 1000]);
    expect(timeDomain(0, 1000, rows(5e6))).toEqual([0, 1000]);
  });
});

test('the nearest dot within reach', () => {
  const dots = { x: Float32Array.of(10, 14, 90), y: Float32Array.of(10, 10, 50) };
  expect(nearest(dots, 13, 10, 10)).toBe(1);
  expect(nearest(dots, 50, 50, 10)).toBe(-1);
});

describe('a drag', () => {
  const time = timeAxis(0, 1000, 100);
  const duration = durationAxis(1, 1000, 'linear', 100);
  const range = (x0: number, y0: number, x1: number, y1: number) =>
    dragRange({ x0, y0, x1, y1 }, time, duration, 100, 100);
  test('is a rectangle, whichever way it goes', () => {
    expect(range(20, 80, 60, 30)).toEqual(range(60, 30, 20, 80));
    expect(range(20, 80, 60, 30)).toMatchObject({ fromMs: 200, toMs: 600 });
    expect(range(20, 80, 60, 30).minNs).toBeCloseTo(216);
    expect(range(20, 80, 60, 30).maxNs).toBeCloseTo(756);
  });
  test('straight to the side is a time, straight up are durations', () => {
    expect(range(20, 50, 60, 54)).toEqual({ fromMs: 200, toMs: 600, minNs: 0, maxNs: Infinity });
    expect(range(20, 80, 24, 30)).toMatchObject({ fromMs: 0, toMs: 1000 });
  });
  test('to the edge has no limit there', () => {
    expect(range(50, 50, 300, -20)).toMatchObject({ toMs: 1000, maxNs: Infinity });
    expect(range(50, 50, 10, 500)).toMatchObject({ minNs: 0 });
  });
});
