import { expect, test } from 'vitest';
import { MARK_EVENT, MARK_EXCEPTION, packMarks, viewMarks } from '../../../src/core/markBlock.ts';

test('marks come out of the buffer as they went in', () => {
  const marks = [
    { offsetNs: -5, row: 3, kind: MARK_EVENT },
    { offsetNs: 9e15, row: 4_000_000_000, kind: MARK_EXCEPTION },
  ];
  const { count, offsetNs, row, kind } = viewMarks(packMarks(marks));
  expect(count).toBe(2);
  expect(marks).toEqual([...row.keys()].map((i) => ({ offsetNs: offsetNs[i], row: row[i], kind: kind[i] })));
});

test('none are an empty buffer', () => {
  expect(viewMarks(packMarks([])).count).toBe(0);
});
