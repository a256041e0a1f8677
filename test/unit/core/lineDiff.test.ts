import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitLines, translateLine, type LineTranslation } from '../../../src/core/lineDiff.ts';
import type { Base1 } from '../../../src/core/position.ts';

function translate(before: readonly string[], after: readonly string[], line: number): LineTranslation | undefined {
  return translateLine(before, after, line as Base1);
}

/** One letter a line. */
test.for<readonly [before: string, after: string, line: number, expected: string]>([
  ['abc', 'abc', 2, 'same 2'],
  ['abc', 'xabc', 2, 'moved 3'],
  ['abc', 'bc', 2, 'moved 1'],
  ['abc', 'axc', 2, 'changed 2'],
  ['abc', 'ac', 2, 'changed 2'],
  ['abc', 'ab', 3, 'changed 2'],
  ['abc', '', 3, 'changed 1'],
  ['abc', 'xyzac', 2, 'changed 5'],
  ['abcd', 'aCd', 2, 'changed 2'],
  // As many lines as there were: each in its place.
  ['abcdef', 'xaBCDef', 4, 'changed 5'],
  // A copy above: the lines around say which one it is.
  ['f(){x}', 'g(){x}f(){x}', 5, 'moved 11'],
  ['f(){x}', 'f(){x}g(){x}', 5, 'same 5'],
  // One function put above another.
  ['fxxyzgijk', 'gijkfxxyz', 7, 'moved 2'],
  ['fxxyzgijk', 'gijkfxxyz', 4, 'moved 8'],
  // Alone at a place where none of its neighbours are: it may as well be another.
  ['abcde', 'aXdYbZce', 4, 'changed 8'],
  // No line is in both texts once, so only the full comparison can tell.
  ['ababab', 'babaab', 3, 'moved 2'],
  ['aabb', 'bbaaqbb', 1, 'moved 3'],
  ['q()x()xr', 'Q()x()R', 4, 'same 4'],
  ['abc', 'abc', 4, 'undefined'],
])('%s to %s, line %i: %s', ([before, after, line, expected]) => {
  const answer = translate(before.split(''), after === '' ? [''] : after.split(''), line);
  expect(answer ? `${answer.kind} ${answer.line}` : 'undefined').toBe(expected);
});

test('a line that was only indented is found, but counts as changed', () => {
  const before = ['run() {', '  open();', '  work();', '}'];
  const after = ['run() {', '  try {', '    open();', '    work();', '  } finally {', '  }', '}'];
  expect(translate(before, after, 3)).toEqual({ kind: 'changed', line: 4 });
});

test.for([
  ['a\nb', ['a', 'b']],
  ['a\r\nb\r\n', ['a', 'b', '']],
  ['a\rb', ['a', 'b']],
  ['\uFEFFa', ['a']],
  ['', ['']],
] as const)('the lines of %j', ([text, lines]) => {
  expect(splitLines(text)).toEqual(lines);
});

test('texts beyond the limits have no lines', () => {
  expect(splitLines('\n'.repeat(49_999))).toHaveLength(50_000);
  expect(splitLines('\n'.repeat(50_000))).toBeUndefined();
  expect(splitLines('x'.repeat(2 * 2 ** 20 + 1))).toBeUndefined();
});

interface Edited {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** By place in `before`: the place in `after`, or `undefined` for a line that was replaced or deleted. */
  readonly places: readonly (number | undefined)[];
}

/** Each line of a text of unlike lines is kept, replaced or deleted, and some get lines before them. */
const edited: fc.Arbitrary<Edited> = fc
  .array(fc.tuple(fc.constantFrom('keep', 'keep', 'keep', 'replace', 'delete'), fc.nat(2)), {
    minLength: 1,
    maxLength: 60,
  })
  .map((steps) => {
    const after: string[] = [];
    const places = steps.map(([what, inserted], at) => {
      for (let nth = 0; nth < inserted; nth++) after.push(`inserted ${at}.${nth}`);
      if (what === 'replace') after.push(`replaced ${at}`);
      return what === 'keep' ? after.push(`line ${at}`) - 1 : undefined;
    });
    return { before: steps.map((_, at) => `line ${at}`), after: after.length > 0 ? after : [''], places };
  });

test('every untouched line of unlike lines is found, and no other', () => {
  fc.assert(
    fc.property(edited, ({ before, after, places }) => {
      for (const [at, place] of places.entries()) {
        const answer = translate(before, after, at + 1)!;
        if (place === undefined) {
          expect(answer.kind).toBe('changed');
          const kept = places.slice(0, at).findLast((known) => known !== undefined) ?? -1;
          expect(answer.line - 1).toBeGreaterThanOrEqual(Math.min(kept + 1, after.length - 1));
          const next = places.slice(at + 1).find((known) => known !== undefined) ?? after.length - 1;
          expect(answer.line - 1).toBeLessThanOrEqual(next);
        } else expect(answer).toEqual({ kind: place === at ? 'same' : 'moved', line: place + 1 });
      }
    }),
  );
});

function longestCommon(before: readonly string[], after: readonly string[]): number {
  let row = new Array<number>(after.length + 1).fill(0);
  for (const line of before) {
    const next = [0];
    for (const [at, other] of after.entries())
      next.push(line === other ? row[at]! + 1 : Math.max(row[at + 1]!, next[at]!));
    row = next;
  }
  return row.at(-1)!;
}

test('whatever the texts, a line is only taken for one with the same text', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', '}'), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      let found = 0;
      for (const [at, text] of before.entries()) {
        const answer = translate(before, after, at + 1)!;
        expect(after[answer.line - 1]).toBeDefined();
        if (answer.kind === 'changed') continue;
        expect(after[answer.line - 1]).toBe(text);
        expect(answer.kind === 'same').toBe(answer.line === at + 1);
        found++;
      }
      if (longestCommon(before, after) > 0) expect(found).toBeGreaterThan(0);
    }),
  );
});

function numbersTo(count: number, of: (at: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, at) => of(at));
}

/** Pseudo-random, the same each time. */
function noise(seed: number, kinds: number): (at: number) => string {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return String((state >>> 16) % kinds);
  };
}

/** Each line is there once more before the line that it follows, so each look finds one line that is there once. */
function onion(layers: number, ...between: readonly string[]): readonly string[] {
  return numbersTo(layers, String).flatMap((_, layer) => [`${layer + 1}`, `${layer}`].concat(between));
}

const RUN = numbersTo(50_000, () => 'a');

test.for<readonly [what: string, before: readonly string[], after: readonly string[], kind: string | undefined]>([
  ['unrelated lines', numbersTo(50_000, (at) => `a${at}`), numbersTo(50_000, (at) => `b${at}`), 'changed'],
  ['every fourth line is new', numbersTo(50_000, String), numbersTo(50_000, (at) => (at % 4 ? `${at}` : 'x')), 'same'],
  ['two kinds of lines', numbersTo(50_000, noise(1, 2)), numbersTo(50_000, noise(2, 2)), undefined],
  [
    'two kinds of lines and one that is gone',
    numbersTo(50_000, noise(1, 2)).with(24_999, 'only here'),
    numbersTo(50_000, noise(2, 2)),
    'changed',
  ],
  ['a thousand kinds of lines', numbersTo(50_000, noise(1, 1_000)), numbersTo(50_000, noise(2, 1_000)), undefined],
  ['everything backwards', numbersTo(50_000, String), numbersTo(50_000, String).toReversed(), 'changed'],
  [
    'long runs of one line',
    RUN.map((line, at) => (at % 101 === 0 ? 'x' : line)),
    RUN.map((line, at) => (at % 101 === 50 ? 'y' : at % 103 === 0 ? 'x' : line)),
    undefined,
  ],
  ['lines that uncover one another', onion(25_000), onion(25_000, 'new'), 'moved'],
])('the largest texts are answered or given up in time: %s', ([, before, after, kind]) => {
  const start = performance.now();
  const answer = translate(before, after, 25_000);
  expect(performance.now() - start).toBeLessThan(1_000);
  expect(answer?.kind).toBe(kind);
});
