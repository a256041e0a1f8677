import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTraceUri } from '../../../src/core/traceUri.ts';

const ID = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

test('a trace, with or without a span', () => {
  expect(parseTraceUri(`/trace/${ID}`, '')).toEqual({ traceId: ID, spanId: undefined });
  expect(parseTraceUri(`/trace/${ID.toUpperCase()}`, `span=${SPAN}`)).toEqual({ traceId: ID, spanId: SPAN });
});

test.each([
  [`/trace/${ID.slice(1)}`, ''],
  [`/trace/${ID}0`, ''],
  [`/trace/${ID}/`, ''],
  [`/trace/${ID}\n`, ''],
  [`/TRACE/${ID}`, ''],
  [`//trace/${ID}`, ''],
  [`/trace/../trace/${ID}`, ''],
  [`/trace/${'0'.repeat(32)}`, ''],
  [`/trace/${ID}`, `span=${SPAN}1`],
  [`/trace/${ID}`, `span=${'0'.repeat(16)}`],
  [`/trace/${ID}`, `span=${SPAN}&x=1`],
  [`/trace/${ID}`, `x=1`],
  [`/trace/${ID}`, `Span=${SPAN}`],
  ['/command/workbench.action.terminal.new', ''],
  ['', `span=${SPAN}`],
])('%j with %j is no link of ours', (path, query) => expect(parseTraceUri(path, query)).toBeUndefined());

test('whatever is read is whole IDs', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (tail, query) => {
      const read = parseTraceUri(`/trace/${tail}`, query);
      if (read) expect(read.traceId).toMatch(/^[0-9a-f]{32}$/);
    }),
  );
});
