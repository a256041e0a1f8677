import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ranks, sortedLines, type TableModel } from '../../../webview/faces/table/tableModel.ts';

const model = (keys: readonly number[]): TableModel => ({
  count: keys.length,
  columns: [{ id: 'total', label: 'Total', hint: '', key: (index) => keys[index]!, text: () => '' }],
  nouns: ['line', 'lines'],
  title: String,
  subtitle: () => '',
  slot: () => -1,
  share: () => 0,
  row: (index) => index,
  indexOf: (row) => row,
});

test('every line once, in order of its key, equal ones in order of the trace', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 50 }), fc.boolean(), (keys, descending) => {
      const order = [...sortedLines(model(keys), { column: 'total', descending })];
      expect(order.toSorted((a, b) => a - b)).toEqual(keys.map((_, index) => index));
      for (let i = 1; i < order.length; i++) {
        const [a, b] = [order[i - 1]!, order[i]!];
        const step = (keys[b]! - keys[a]!) * (descending ? -1 : 1);
        expect(step > 0 || (step === 0 && b > a)).toBe(true);
      }
    }),
  );
});

test('ranks are places in the alphabet', () => {
  expect([...ranks(['b', 'c', 'a'])]).toEqual([1, 2, 0]);
});
