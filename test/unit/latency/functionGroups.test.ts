import { expect, test } from 'vitest';
import type { Base0 } from '../../../src/core/position.ts';
import { functionGroups } from '../../../src/latency/functionGroups.ts';

const line = (n: number): Base0 => n as Base0;
const range = (first: number, last: number, name = first): Parameters<typeof functionGroups>[1][number] => ({
  firstLine: line(first),
  lastLine: line(last),
  nameLine: line(name),
});
const site = (siteId: number, at: number): Parameters<typeof functionGroups>[0][number] => ({ siteId, line: line(at) });

test('sites go to the innermost function around them', () => {
  const functions = [range(0, 50, 1), range(10, 20), range(12, 14)];
  expect(functionGroups([site(1, 13), site(2, 11), site(3, 19), site(4, 40)], functions)).toEqual([
    { line: 1, siteIds: [4] },
    { line: 10, siteIds: [2, 3] },
    { line: 12, siteIds: [1] },
  ]);
});

test('a site in no function stands on its own line', () => {
  expect(functionGroups([site(1, 7), site(2, 7)], [])).toEqual([{ line: 7, siteIds: [1, 2] }]);
});
