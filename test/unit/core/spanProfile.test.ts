import { expect, test } from 'vitest';
import { FILE_LIMITS } from '../../../src/core/formats/limits.ts';
import type { SpanId } from '../../../src/core/ids.ts';
import { profileSpans } from '../../../src/core/spanProfile.ts';
import { readTraces } from '../../../src/parser/readTraces.ts';

const id = (n: number): SpanId => n.toString(16).padStart(16, '0') as SpanId;
const text = (key: string, value: string): object => ({ key, value: { stringValue: value } });

function span(n: number, parent: number, startNs: number, endNs: number, more: object = {}): object {
  return {
    traceId: 'ab'.repeat(16),
    spanId: id(n),
    parentSpanId: parent === 0 ? '' : id(parent),
    name: 'x',
    startTimeUnixNano: String(1_000_000 + startNs),
    endTimeUnixNano: String(1_000_000 + endNs),
    ...more,
  };
}

test('self time and what failed, of the spans that are asked for', () => {
  const error = { status: { code: 2, message: 'no stock' } };
  const exception = (type: string): object => ({ name: 'exception', attributes: [text('exception.type', type)] });
  const spans = [
    span(1, 0, 0, 100, { ...error, events: [exception('First'), { name: 'log' }, exception('OutOfStock')] }),
    span(2, 1, 10, 40, { ...error, attributes: [text('error.type', '503')] }),
    span(3, 1, 30, 60, error),
    span(4, 3, 31, 32, { status: { code: 2 } }),
    span(5, 3, 31, 32, { attributes: [text('error.type', 'ignored')] }),
  ];
  const bytes = new TextEncoder().encode(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
  const { traces } = readTraces([bytes], undefined, FILE_LIMITS);
  expect(profileSpans(traces[0]!, new Set([1, 2, 3, 4, 5, 99].map(id)))).toEqual([
    { spanId: id(1), durationNs: 100, selfNs: 50, errorType: 'OutOfStock' },
    { spanId: id(2), durationNs: 30, selfNs: 30, errorType: '503' },
    { spanId: id(3), durationNs: 30, selfNs: 29, errorType: 'no stock' },
    { spanId: id(4), durationNs: 1, selfNs: 1, errorType: 'unknown error' },
    { spanId: id(5), durationNs: 1, selfNs: 1, errorType: undefined },
  ]);
  expect(profileSpans(traces[0]!, new Set())).toEqual([]);
});
