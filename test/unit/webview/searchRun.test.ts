import { expect, test } from 'vitest';
import type { FoundTrace, SearchBegun } from '../../../src/core/searchProtocol.ts';
import { SearchRun } from '../../../webview/searchPage/searchRun.ts';
import { parseSearchState } from '../../../webview/searchPage/searchState.ts';

const BEGUN: SearchBegun = { search: 7, problems: [], fromEpochNs: '1000000', toEpochNs: '2000000' };
const SOURCES = [
  { id: 'a', label: 'A', kindLabel: 'x' },
  { id: 'b', label: 'B', kindLabel: 'x' },
];
const TRACE = { traceId: '1'.repeat(32), source: 'a', startEpochNs: '1', errors: 0, spans: 1 } as unknown as FoundTrace;
const DONE = { state: 'done', found: 1, more: 'none', notes: [] } as const;

test('what arrives before the number of the search is kept, what belongs to another search is not', () => {
  const run = new SearchRun('x', SOURCES);
  run.add(7, [TRACE]);
  run.add(6, [{ ...TRACE, traceId: '2'.repeat(32) as FoundTrace['traceId'] }]);
  run.progress(7, 'a', DONE);
  expect(run.found.rows).toHaveLength(0);
  run.begin(BEGUN);
  expect(run.found.rows).toHaveLength(1);
  expect(run.searchedMs).toEqual([1, 2]);
  expect(run.running).toBe(true);
  run.progress(7, 'b', { state: 'failed', reason: 'other', message: '' });
  expect(run.running).toBe(false);
});

test('a cancelled search takes no more until it goes on', () => {
  const run = new SearchRun('x', SOURCES);
  run.begin(BEGUN);
  run.progress(7, 'a', DONE);
  run.cancel();
  expect([...run.states.values()].map(({ state }) => state)).toEqual(['done', 'cancelled']);
  run.add(7, [TRACE]);
  expect(run.found.rows).toHaveLength(0);
  run.resume();
  run.add(7, [TRACE]);
  expect(run.found.rows).toHaveLength(1);
});

test('older traces are asked for once, of those who have some', () => {
  const run = new SearchRun('x', SOURCES);
  run.begin(BEGUN);
  run.progress(7, 'a', DONE);
  run.progress(7, 'b', { ...DONE, more: 'older' });
  run.resume();
  expect([...run.states.values()].map(({ state }) => state)).toEqual(['done', 'asking']);
  expect(run.running).toBe(true);
});

test('a state of another version or another kind harms nothing', () => {
  expect(parseSearchState(undefined)).toBeUndefined();
  expect(parseSearchState('x')).toBeUndefined();
  expect(
    parseSearchState({ text: 1, off: ['a', 2], sorting: { column: 3 }, scale: 'x', plotPx: Number.NaN, selected: {} }),
  ).toEqual({
    text: '',
    searched: undefined,
    off: ['a'],
    sorting: undefined,
    selected: '',
    scale: 'log',
    plotPx: 0,
  });
  const good = {
    text: 'a',
    searched: 'b',
    off: [],
    sorting: { column: 'start', descending: true },
    selected: '1',
    scale: 'linear',
    plotPx: 200,
  };
  expect(parseSearchState(good)).toEqual(good);
});
