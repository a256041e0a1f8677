import { expect, test } from 'vitest';
import { countsOf, judge } from '../../mapping/support/judge.ts';
import { regressions } from '../../mapping/support/pinned.ts';
import type { Expected, Project } from '../../mapping/support/project.ts';
import type { Answer } from '../../mapping/support/resolveProject.ts';

const FUNCTION: Expected = { places: [{ file: 'a.go', line: 7 }], within: [5, 9] };
const FOUND = { file: 'a.go', line: 7, confidence: 'likely', reason: '' } as const;

test.for<[string, Partial<Answer>, Expected, string]>([
  ['the right line', FOUND, FUNCTION, 'likely'],
  ['another line', { ...FOUND, line: 8 }, FUNCTION, 'wrong'],
  ['the line of another file', { ...FOUND, file: 'b.go' }, FUNCTION, 'wrong'],
  ['a guess elsewhere in the function', { ...FOUND, line: 9, confidence: 'guess' }, FUNCTION, 'guess'],
  ['a guess outside the function', { ...FOUND, line: 10, confidence: 'guess' }, FUNCTION, 'wrong'],
  ['a guess in another file', { ...FOUND, file: 'b.go', confidence: 'guess' }, FUNCTION, 'wrong'],
  ['a choice with the place', { unresolved: '', candidates: ['b.go:7', 'a.go:7'] }, FUNCTION, 'asked'],
  ['a choice without the place', { unresolved: '', candidates: ['b.go:7', 'c.go:7'] }, FUNCTION, 'wrong'],
  ['no answer', { unresolved: '' }, FUNCTION, 'unresolved'],
  ['no answer where there is none', { unresolved: '' }, 'nowhere', 'unresolved'],
  ['a place where there is none', FOUND, 'nowhere', 'wrong'],
])('%s is judged', ([, answer, expected, verdict]) => {
  const project = projectWith(expected);
  const judged = judge(project, [{ traceId: '1', spanId: '2', name: 'span', ...answer }]);
  expect(judged.map((entry) => entry.verdict)).toEqual([verdict]);
});

test('a span without an expectation is an error', () => {
  expect(() => judge(projectWith('nowhere'), [{ traceId: '1', spanId: '3', name: 'span' }])).toThrow('no expectation');
});

test('a span that becomes less certain is a regression, one that becomes more certain is none', () => {
  const counts = { ...countsOf([]), spans: 2, exact: 1, guess: 1 };
  expect(regressions({ ...counts, exact: 0, likely: 1 }, counts)).toEqual(['exact or better: 0, pinned 1']);
  expect(regressions({ ...counts, guess: 0, likely: 1 }, counts)).toEqual([]);
  expect(regressions({ ...counts, guess: 0 }, counts)).toEqual([
    'guess or better: 1, pinned 2',
    'asked or better: 1, pinned 2',
  ]);
});

function projectWith(expected: Expected): Project {
  return {
    name: 'shop',
    folder: '',
    language: 'Go',
    instrumentation: '',
    captured: true,
    expected: new Map([['2', expected]]),
    captures: [],
  };
}
