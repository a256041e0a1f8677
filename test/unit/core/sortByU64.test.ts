import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortByU64 } from '../../../src/core/sortByU64.ts';

const half = fc.oneof(fc.constantFrom(0, 1, 0xffff, 0x10000, 0xffff_ffff), fc.nat(0xffff_ffff));

test.each([0, 100, undefined])('sorts as a comparator does, equal keys in their order (few: %s)', (few) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(half, half), { maxLength: 200 }), (keys) => {
      const high = Uint32Array.from(keys, ([h]) => h);
      const low = Uint32Array.from(keys, ([, l]) => l);
      const items = Uint32Array.from(keys.keys());
      const expected = items.toSorted((a, b) => high[a]! - high[b]! || low[a]! - low[b]!);
      expect([...sortByU64(items, high, low, few)]).toEqual([...expected]);
      expect([...items]).toEqual([...keys.keys()]);
    }),
  );
});
