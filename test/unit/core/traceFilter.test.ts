import { expect, test } from 'vitest';
import { parseTraceFilter } from '../../../src/core/traceFilter.ts';

test.each([
  ['', {}],
  ['checkout slow', { text: 'checkout slow' }],
  ['service:orders error', { service: 'orders', errorsOnly: true }],
  ['operation:"POST /orders" duration>1.5ms', { operation: 'POST /orders', minDurationNs: 1.5e6 }],
  ['>2s', { minDurationNs: 2e9 }],
  ['> 2', { text: '> 2' }],
])('%j filters by %j', (text, query) => {
  expect(parseTraceFilter(text)).toEqual({ query, problems: [] });
});

test('a duration without a unit is said to need one', () => {
  expect(parseTraceFilter('duration>50').problems).toEqual([
    '"duration>50" needs a number and a unit (ns, us, ms, s, m, h), such as duration>50ms.',
  ]);
});
