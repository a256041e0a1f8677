import { expect, test } from 'vitest';
import { FLAG_ERROR, type TraceColumns } from '../../../src/core/trace.ts';
import { minimapPixels } from '../../../webview/waterfall/minimapPixels.ts';

const COLORS = { slots: Uint32Array.of(1, 2), error: 9 };

function columns(count: number, failed: number): TraceColumns {
  return {
    count,
    startNs: Float64Array.from({ length: count }, (_, row) => row),
    durationNs: new Float64Array(count).fill(1),
    depth: new Uint32Array(count),
    service: new Uint16Array(count),
    name: new Uint32Array(count),
    flags: Uint16Array.from({ length: count }, (_, row) => (row === failed ? FLAG_ERROR : 0)),
  };
}

test('one failed span among 300,000 is a dot', () => {
  const pixels = minimapPixels(columns(300_000, 123_456), Uint8Array.of(0), 300_000, 400, 32, COLORS);
  const [x, y] = [Math.floor((123_456 / 300_000) * 400), Math.floor((123_456 / 300_000) * 32)];
  expect(pixels[y * 400 + x]).toBe(9);
  expect(pixels.filter((pixel) => pixel === 9).length).toBe(2);
});

test('times outside the trace are drawn at its edge, not outside the picture', () => {
  const odd = columns(3, -1);
  odd.startNs.set([-50, 1e12, 0]);
  odd.durationNs.set([1e15, 5, 0]);
  const pixels = minimapPixels(odd, Uint8Array.of(1), 100, 10, 3, COLORS);
  expect([...pixels].every((pixel) => pixel === 0 || pixel === 2)).toBe(true);
  expect(pixels.subarray(0, 10).every((pixel) => pixel === 2)).toBe(true);
  expect(pixels[19]).toBe(2);
});
