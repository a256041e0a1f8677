import { expect, test } from 'vitest';
import type { Base0 } from '../../../src/core/position.ts';
import { functionGroups, type FunctionRange, type SiteLine } from '../../../src/latency/functionGroups.ts';

const line = (n: number): Base0 => n as Base0;
const range = (first: number, last: number, name = 'f', at = first): FunctionRange => ({
  name,
  firstLine: line(first),
  lastLine: line(last),
  nameLine: line(at),
});
const site = (siteId: number, at: number, functionName?: string): SiteLine => ({
  siteId,
  line: line(at),
  functionName,
});

test('sites go to the innermost function around them', () => {
  const functions = [range(0, 50, 'outer', 1), range(10, 20, 'middle'), range(12, 14, 'inner')];
  expect(functionGroups([site(1, 13), site(2, 11), site(3, 19), site(4, 40)], functions)).toEqual([
    { line: 1, function: functions[0], siteIds: [4] },
    { line: 10, function: functions[1], siteIds: [2, 3] },
    { line: 12, function: functions[2], siteIds: [1] },
  ]);
});

test('a site in no function stands on its own line', () => {
  expect(functionGroups([site(1, 7), site(2, 7)], [])).toEqual([{ line: 7, function: undefined, siteIds: [1, 2] }]);
});

test('code that has moved since it ran is found by the name that its spans tell', () => {
  const functions = [range(0, 9, 'added'), range(10, 19, 'load'), range(20, 29, 'twice'), range(30, 39, 'twice')];
  // Line 5 was in `load` when it ran.
  expect(functionGroups([site(1, 5, 'load')], functions)).toMatchObject([{ line: 10, siteIds: [1] }]);
  // Two of one name: the line decides.
  expect(functionGroups([site(2, 25, 'twice'), site(3, 35, 'twice')], functions)).toMatchObject([
    { line: 20, siteIds: [2] },
    { line: 30, siteIds: [3] },
  ]);
  expect(functionGroups([site(4, 5, 'gone')], functions)).toMatchObject([{ line: 0, siteIds: [4] }]);
});
