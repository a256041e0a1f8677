import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indentFor, indentOf } from '../../../webview/waterfall/indent.ts';
import * as scroll from '../../../webview/waterfall/scrollModel.ts';
import { tickStep, ticksOf } from '../../../webview/waterfall/ticks.ts';
import { barOf, nsAt, xOf } from '../../../webview/waterfall/timeAxis.ts';
import {
  clampWindow,
  panWindow,
  type TimeWindow,
  wholeWindow,
  windowShowing,
  zoomWindow,
} from '../../../webview/waterfall/timeWindow.ts';

const time = fc.double({ min: 0, max: 9e15, noNaN: true });
const whole = time.map(wholeWindow);
const shown: fc.Arbitrary<readonly [TimeWindow, TimeWindow]> = fc
  .tuple(whole, time, time)
  .map(([all, a, b]) => [all, clampWindow(Math.min(a, b), Math.max(a, b), all)]);

function expectInside(window: TimeWindow, all: TimeWindow): void {
  expect(window.fromNs).toBeGreaterThanOrEqual(all.fromNs);
  expect(window.toNs).toBeLessThanOrEqual(all.toNs * (1 + 1e-12) + 1e-6);
  expect(window.toNs).toBeGreaterThan(window.fromNs);
}

describe('the time window', () => {
  test('stays inside the trace and has a length, whatever is done to it', () => {
    fc.assert(
      fc.property(shown, fc.double({ min: 1e-9, max: 1e9, noNaN: true }), time, (windows, factor, ns) => {
        const [all, window] = windows;
        expectInside(window, all);
        expectInside(zoomWindow(window, factor, Math.min(ns, all.toNs), all), all);
        expectInside(panWindow(window, ns - 4e15, all), all);
        expectInside(windowShowing(window, Math.min(ns, all.toNs), 5, all), all);
      }),
    );
  });

  test('zooming keeps what is under the pointer there', () => {
    const all = { fromNs: 0, toNs: 1e9 };
    const zoomed = zoomWindow(all, 0.25, 3e8, all);
    expect(zoomed.toNs - zoomed.fromNs).toBeCloseTo(2.5e8);
    expect((3e8 - zoomed.fromNs) / (zoomed.toNs - zoomed.fromNs)).toBeCloseTo(0.3);
  });

  test('a trace without length has something to divide by', () => {
    expect(wholeWindow(0)).toEqual({ fromNs: 0, toNs: 1000 });
    expect(wholeWindow(Number.NaN)).toEqual({ fromNs: 0, toNs: 1000 });
  });
});

describe('bars', () => {
  test('are finite, inside their strip and wide enough to see', () => {
    const width = fc.integer({ min: 1, max: 4000 });
    fc.assert(
      fc.property(shown, time, time, width, ([, window], startNs, durationNs, widthPx) => {
        const bar = barOf({ window, leftPx: 10, widthPx }, startNs, durationNs);
        expect(Number.isFinite(bar.xPx) && Number.isFinite(bar.widthPx)).toBe(true);
        expect(bar.xPx).toBeGreaterThanOrEqual(10 - 1e-6);
        expect(bar.xPx + bar.widthPx).toBeLessThanOrEqual(10 + widthPx + 1e-6);
        if (bar.side === 0) expect(bar.widthPx).toBeGreaterThanOrEqual(Math.min(2, widthPx));
      }),
    );
  });

  test('pixels and time are each other’s inverse', () => {
    const axis = { window: { fromNs: 100, toNs: 1100 }, leftPx: 50, widthPx: 500 };
    expect(xOf(axis, 600)).toBe(300);
    expect(nsAt(axis, 300)).toBe(600);
  });
});

describe('ticks', () => {
  test('steps are people’s numbers and far enough apart', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 8e15, noNaN: true }), (atLeastNs) => {
        const step = tickStep(atLeastNs);
        expect(step).toBeGreaterThanOrEqual(Math.min(atLeastNs, 100 * 86_400e9));
        expect(step).toBeGreaterThanOrEqual(1);
        if (atLeastNs > 1 && atLeastNs < 5e8) expect(step).toBeLessThanOrEqual(atLeastNs * 2.5 + 1);
      }),
    );
    expect([3, 70, 180_000, 3e8, 7e8, 16e9, 70e9, 5000e9].map(tickStep)).toEqual([
      5, 100, 200_000, 5e8, 1e9, 30e9, 120e9, 7200e9,
    ]);
  });

  test('lie inside the window', () => {
    expect(ticksOf({ fromNs: 15, toNs: 41 }, 10)).toEqual([20, 30, 40]);
    expect(ticksOf({ fromNs: 0, toNs: 1e15 }, 1).length).toBe(1000);
  });
});

describe('scrolling', () => {
  const extent = fc.record({
    contentPx: fc.integer({ min: 0, max: 120_000_000 }),
    viewportPx: fc.integer({ min: 100, max: 3000 }),
  });

  test('goes from end to end, scaled or not', () => {
    fc.assert(
      fc.property(extent, fc.double({ min: 0, max: 1, noNaN: true }), (one, share) => {
        const nativeMax = Math.max(0, scroll.nativeHeight(one) - one.viewportPx);
        expect(scroll.nativeHeight(one)).toBeLessThanOrEqual(scroll.MAX_NATIVE_PX);
        expect(scroll.fromNative(one, nativeMax)).toBeCloseTo(scroll.maxTop(one), 3);
        const top = share * scroll.maxTop(one);
        expect(scroll.fromNative(one, scroll.toNative(one, top))).toBeCloseTo(top, 3);
      }),
    );
  });

  test('brings any row into sight', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.nat(1_999_999), fc.nat(48_000_000), (rows, index, top) => {
        fc.pre(index < rows);
        const one = { contentPx: rows * 24, viewportPx: 600 };
        for (const show of [scroll.topShowing, scroll.topCentering]) {
          const to = show(one, scroll.clampTop(one, top), index, 24);
          expect(to).toBeLessThanOrEqual(index * 24);
          expect(to + 600).toBeGreaterThanOrEqual(Math.min((index + 1) * 24, one.contentPx));
        }
      }),
    );
  });
});

test('labels keep room however deep the tree', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(100_000), fc.integer({ min: 140, max: 900 }), (maxDepth, depth, widthPx) => {
      const indent = indentFor(widthPx, maxDepth, Math.min(depth, maxDepth));
      const px = indentOf(indent, Math.min(depth, maxDepth));
      expect(px).toBeGreaterThanOrEqual(0);
      expect(px).toBeLessThanOrEqual(widthPx * 0.45 + 1e-6);
    }),
  );
});
