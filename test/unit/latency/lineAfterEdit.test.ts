import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Base0 } from '../../../src/core/position.ts';
import { lineAfterEdit } from '../../../src/latency/lineAfterEdit.ts';

const at = (n: number): Base0 => n as Base0;

test.each([
  ['a line put in above', [2, 0, 2, 0, 1], 6],
  ['two lines taken out above', [1, 0, 3, 0, 0], 3],
  ['Enter at the start of the line', [5, 0, 5, 0, 1], 6],
  ['Enter inside the line', [5, 4, 5, 4, 1], 5],
  ['Enter at the end of the line above', [4, 10, 4, 10, 1], 6],
  ['typing in the line', [5, 4, 5, 6, 0], 5],
  ['an edit below', [7, 0, 9, 0, 0], 5],
  ['the line taken out with its neighbours', [3, 2, 7, 1, 0], 3],
] as const)('%s', (_, [startLine, startCharacter, endLine, endCharacter, addedBreaks], expected) => {
  expect(lineAfterEdit(at(5), { startLine, startCharacter, endLine, endCharacter, addedBreaks })).toBe(expected);
});

test('a marked line is found again after any edit that leaves it whole', () => {
  const lines = ['a', 'bb', 'ccc', 'MARK', 'd', 'ee'];
  const text = lines.join('\n');
  const mark = text.indexOf('MARK');
  fc.assert(
    fc.property(fc.nat(text.length), fc.nat(text.length), fc.constantFrom('', 'x', '\n', 'x\ny\nz'), (a, b, added) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      fc.pre(to <= mark || from >= mark + 4);
      // What is typed right before the mark stays in front of it on its line.
      const changed = text.slice(0, from) + added + text.slice(to);
      const place = (offset: number): [number, number] => {
        const before = text.slice(0, offset).split('\n');
        return [before.length - 1, before.at(-1)!.length];
      };
      const [startLine, startCharacter] = place(from);
      const [endLine, endCharacter] = place(to);
      const line = lineAfterEdit(at(3), {
        startLine,
        startCharacter,
        endLine,
        endCharacter,
        addedBreaks: added.split('\n').length - 1,
      });
      expect(changed.split('\n')[line]).toContain('MARK');
    }),
  );
});
