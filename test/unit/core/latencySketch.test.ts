import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LatencySketch } from '../../../src/core/latencySketch.ts';

interface Call {
  readonly durationNs: number;
  readonly error: boolean;
}

/** Spread evenly over magnitudes, the ends included. */
const durationNs = fc.oneof(
  fc.nat(1000),
  fc.double({ min: 0, max: 53, noNaN: true }).map((log2) => Math.min(Number.MAX_SAFE_INTEGER, Math.floor(2 ** log2))),
  fc.constantFrom(0, 1, Number.MAX_SAFE_INTEGER),
);
const call = fc.record({ durationNs, error: fc.boolean() });
const calls = fc.array(call, { maxLength: 200 });

function sketchOf(all: readonly Call[]): LatencySketch {
  const sketch = new LatencySketch();
  for (const one of all) sketch.add(one.durationNs, one.error);
  return sketch;
}

function merged(...sketches: readonly LatencySketch[]): LatencySketch {
  const sum = new LatencySketch();
  for (const sketch of sketches) sum.merge(sketch);
  return sum;
}

/** Nearest rank by its definition. */
function exact(values: readonly number[], percent: number): number {
  return [...values].sort((a, b) => a - b).find((_value, i, sorted) => (i + 1) * 100 >= percent * sorted.length)!;
}

test('percentiles are within 1 %, counts, errors, sum and maximum exact', () => {
  fc.assert(
    fc.property(fc.array(call, { minLength: 1, maxLength: 200 }), fc.integer({ min: 0, max: 100 }), (all, percent) => {
      const sketch = sketchOf(all);
      const durations = all.map((one) => one.durationNs);
      const expected = exact(durations, percent);
      expect(Math.abs(sketch.quantileNs(percent) - expected)).toBeLessThanOrEqual(0.01 * expected);
      expect([sketch.count, sketch.errors, sketch.maxNs]).toEqual([
        all.length,
        all.filter(({ error }) => error).length,
        Math.max(...durations),
      ]);
      expect(sketch.sumNs).toBe(Number(durations.reduce((sum, each) => sum + BigInt(each), 0n)));
    }),
  );
});

test('merging is associative and commutative, and the same as adding everything to one, to the byte', () => {
  fc.assert(
    fc.property(calls, calls, calls, (a, b, c) => {
      const whole = sketchOf([...a, ...b, ...c]).encode();
      const [x, y, z] = [sketchOf(a), sketchOf(b), sketchOf(c)];
      expect(merged(merged(x, y), z).encode()).toEqual(whole);
      expect(merged(x, merged(y, z)).encode()).toEqual(whole);
      expect(merged(z, y, x).encode()).toEqual(whole);
    }),
  );
});

test('what is written is read again, and merges without being read', () => {
  fc.assert(
    fc.property(calls, calls, (a, b) => {
      const bytes = sketchOf(a).encode();
      expect(LatencySketch.decode(bytes).encode()).toEqual(bytes);
      const sum = sketchOf(b);
      sum.mergeEncoded(bytes);
      expect(sum.encode()).toEqual(sketchOf([...a, ...b]).encode());
      sum.clear();
      expect(sum.encode()).toEqual(new LatencySketch().encode());
    }),
  );
});

test('other bytes are a RangeError or a sketch, never anything else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        LatencySketch.decode(bytes).quantileNs(50);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(RangeError);
      }
    }),
  );
  const bytes = sketchOf([{ durationNs: 1e9, error: true }]).encode();
  expect(() => LatencySketch.decode(bytes.subarray(0, bytes.length - 1))).toThrow(RangeError);
});

test('an empty sketch has no percentile', () => {
  expect(new LatencySketch().quantileNs(50)).toBeNaN();
});

test('a function takes few bytes a minute', () => {
  const all = Array.from({ length: 1000 }, (_, i) => ({ durationNs: 10_000_000 + i * 30_000, error: false }));
  expect(sketchOf(all).encode().length).toBeLessThan(200);
});
