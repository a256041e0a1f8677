import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExemplarSet, firstOf, type Exemplar } from '../../../../src/collector/store/exemplarSet.ts';
import { spanId } from '../support/payloads.ts';

const exemplar = fc.record({
  trace: fc.nat(2 ** 40),
  spanId: fc.nat(9).map(spanId),
  startEpochNs: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  durationNs: fc.oneof(fc.nat(3), fc.maxSafeNat()),
  error: fc.boolean(),
  name: fc.constantFrom('a', 'b', 'ü'),
});
const unique = { maxLength: 40, selector: ({ trace }: Exemplar) => trace };

function setOf(all: readonly Exemplar[]): ExemplarSet {
  const set = new ExemplarSet();
  for (const one of all) set.add(one);
  return set;
}

test('it holds the first ones of each order, whatever order they came in', () => {
  fc.assert(
    fc.property(fc.uniqueArray(exemplar, unique), (all) => {
      const kept = setOf(all).all();
      for (const order of ['slowest', 'latest', 'failing'] as const)
        expect(firstOf(kept, order).slice(0, 6)).toEqual(firstOf(all, order).slice(0, 6));
      expect(new Set(setOf(all.toReversed()).all())).toEqual(new Set(kept));
    }),
  );
});

test('what is written is read again, without those that are not wanted', () => {
  fc.assert(
    fc.property(fc.uniqueArray(exemplar, unique), fc.nat(2 ** 40), (all, limit) => {
      const set = setOf(all);
      const read = new ExemplarSet();
      read.addEncoded(set.encode());
      expect(new Set(read.all())).toEqual(new Set(set.all()));
      const some = new ExemplarSet();
      some.addEncoded(set.encode(), (trace) => trace < limit);
      expect(new Set(some.all())).toEqual(new Set(set.all().filter(({ trace }) => trace < limit)));
    }),
  );
});
