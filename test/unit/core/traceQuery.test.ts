import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSpanQuery } from '../../../src/core/spanQuery.ts';
import {
  DEFAULT_LIMIT,
  DEFAULT_WINDOW,
  inTraceConditions,
  MAX_LIMIT,
  parseTraceQuery,
  TRACE_QUERY_HELP,
  type TraceQuery,
} from '../../../src/core/traceQuery.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const parse = (text: string): TraceQuery => parseTraceQuery(text, NOW);
const exactly = (text: string): object => ({ text, openStart: false, openEnd: false });

test('the query of the README', () => {
  expect(parse('service:Orders operation:"POST /Orders" duration>500ms error http.Route=/Orders last 1h')).toEqual({
    conditions: [
      { excluded: false, term: { about: 'service', name: exactly('Orders') } },
      { excluded: false, term: { about: 'operation', name: exactly('POST /Orders') } },
      { excluded: false, term: { about: 'duration', comparison: '>', ns: 500e6 } },
      { excluded: false, term: { about: 'status', status: 'error' } },
      {
        excluded: false,
        term: { about: 'attribute', key: 'http.Route', test: { is: 'equal', value: exactly('/Orders') } },
      },
    ],
    window: { kind: 'last', ms: 3_600_000 },
    limit: DEFAULT_LIMIT,
    problems: [],
  });
});

test('nothing typed is everything of the last hour', () => {
  expect(parse('')).toEqual({ conditions: [], window: DEFAULT_WINDOW, limit: DEFAULT_LIMIT, problems: [] });
});

test.each<[string, TraceQuery['window']]>([
  ['last 15m', { kind: 'last', ms: 900_000 }],
  ['LAST:2d x', { kind: 'last', ms: 172_800_000 }],
  ['from:2026-11-25T10:00:00Z', { kind: 'between', fromEpochNs: 1_795_600_800_000_000_000n, toEpochNs: undefined }],
  [
    'since:1795600800 until:1795600900',
    { kind: 'between', fromEpochNs: 1_795_600_800_000_000_000n, toEpochNs: 1_795_600_900_000_000_000n },
  ],
  ['from:"2026-11-25 10:00:00Z"', { kind: 'between', fromEpochNs: 1_795_600_800_000_000_000n, toEpochNs: undefined }],
  [
    'to:1795600800',
    { kind: 'between', fromEpochNs: 1_795_597_200_000_000_000n, toEpochNs: 1_795_600_800_000_000_000n },
  ],
  ['last 1h from:1795600800', { kind: 'between', fromEpochNs: 1_795_600_800_000_000_000n, toEpochNs: undefined }],
  ['from:1795600800 last 1h', { kind: 'last', ms: 3_600_000 }],
])('the window of %s', (text, window) => {
  expect(parse(text)).toMatchObject({ window, problems: [] });
});

test.each(['last', 'the last hour', '"last" 1h', '-last 1h', 'last "x"'])('%s says nothing about when', (text) => {
  expect(parse(text).window).toEqual(DEFAULT_WINDOW);
  expect(parse(text).conditions).toEqual(parseSpanQuery(text).conditions);
});

test.each([
  ['last:soon', 'needs a number and a unit'],
  ['from:whenever', 'needs a time'],
  ['limit:many', 'needs a number from 1'],
  ['from:1795600900 to:1795600800', 'not later'],
  ['duration>x', 'needs a number and a unit'],
])('%s has a problem', (text, expected) => {
  expect(parse(text).problems).toEqual([expect.stringContaining(expected)]);
});

test('a limit has a limit', () => {
  expect(parse('limit:7').limit).toBe(7);
  expect(parse('limit:99999').limit).toBe(MAX_LIMIT);
});

test('what is checked in a trace is the same without the window, whatever the case', () => {
  expect(inTraceConditions('Service:Orders last 1h limit:5 Slow', NOW)).toEqual(
    parseSpanQuery('service:orders slow').conditions,
  );
});

test('every example of the help is understood', () => {
  for (const { example } of TRACE_QUERY_HELP) expect(parse(example).problems, example).toEqual([]);
});

test('never throws, and keeps every condition of the language in it', () => {
  const word = fc.constantFrom(
    'last',
    '1h',
    'from:',
    'to:14:30',
    'limit:3',
    'service:a',
    '"',
    '-',
    'x=y',
    'last:',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 8 })), { maxLength: 12 }), (words) => {
      const { conditions, limit } = parse(words.join(' '));
      expect(conditions.length).toBeLessThanOrEqual(words.length + 12 * 8);
      expect(limit).toBeGreaterThan(0);
    }),
  );
});
