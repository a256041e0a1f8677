import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPlainSvg } from '../../../src/core/plainSvg.ts';
import { distributionSvg } from '../../../src/latency/distributionSvg.ts';

const rects = (svg: string): readonly string[] => svg.match(/<rect [^>]*>/g) ?? [];

test('a bar for each, one call among thousands is seen, and from the p95 on they have another colour', () => {
  const bars = [
    { upToNs: 1e6, count: 10_000 },
    { upToNs: 2e6, count: 0 },
    { upToNs: 4e6, count: 1 },
  ];
  const svg = distributionSvg(bars, 3e6);
  const [high, none, one, axis, ...others] = rects(svg);
  expect(others).toEqual([]);
  expect(high).toContain('#3b8eea');
  expect(none).toContain('height="0.0"');
  expect(one).toContain('height="2.0"');
  expect(one).toContain('#e5702a');
  expect(axis).toContain('height="1"');
  expect(svg).toContain('>1 ms<');
  expect(svg).toContain('>4 ms<');
});

test('whatever the numbers, it is a plain picture within its frame', () => {
  const bar = fc.record({ upToNs: fc.nat(Number.MAX_SAFE_INTEGER), count: fc.nat(1e9) });
  fc.assert(
    fc.property(fc.array(bar, { maxLength: 24 }), fc.nat(), (bars, p95Ns) => {
      const svg = distributionSvg(bars, p95Ns);
      expect(isPlainSvg(svg)).toBe(true);
      for (const rect of rects(svg)) {
        const [, x, y, width, height] = /x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/.exec(rect)!;
        expect(Number(x) + Number(width)).toBeLessThanOrEqual(321);
        expect(Number(y) + Number(height)).toBeLessThanOrEqual(72);
      }
    }),
  );
});
