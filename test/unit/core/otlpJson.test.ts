import { describe, expect, test } from 'vitest';
import type { Trace } from '../../../src/core/assemble.ts';
import { RECEIVER_LIMITS } from '../../../src/core/formats/limits.ts';
import { otlpJsonToProto } from '../../../src/core/formats/otlpJson.ts';
import { spanDetail } from '../../../src/core/spanDetail.ts';
import { TraceBuilder } from '../../../src/core/traceBuilder.ts';
import type { SpanDetail } from '../../../src/core/span.ts';
import { bytesOf, EPOCH_NS, otlpPayload, otlpSpan, TRACE } from './payloads.ts';

function traceOf(json: unknown): Trace {
  const builder = new TraceBuilder(RECEIVER_LIMITS);
  builder.add(otlpJsonToProto(bytesOf(json), RECEIVER_LIMITS).bytes);
  return builder.build()[0]!;
}

const detailOf = (span: object): SpanDetail => spanDetail(traceOf(otlpPayload([span])), 0);
const attribute = (value: unknown): unknown =>
  detailOf(otlpSpan({ id: 1, attributes: [{ key: 'k', value }] })).attributes[0]?.value;

describe('OTLP JSON', () => {
  test('carries 64-bit times exactly, as strings and as numbers', () => {
    expect(detailOf(otlpSpan({ id: 1, start: 5, end: 7 })).startEpochNs).toBe(String(EPOCH_NS + 5n));
    const text = JSON.stringify(otlpPayload([otlpSpan({ id: 1 })])).replaceAll(/"(17672256\d+)"/g, '$1');
    expect(text).toContain(`:${EPOCH_NS},`);
    expect(spanDetail(traceOf(text), 0).startEpochNs).toBe(String(EPOCH_NS));
  });

  test.each([
    ['a string', { stringValue: 'å"\n' }, { type: 'string', value: 'å"\n' }],
    ['an int as string', { intValue: '-9223372036854775808' }, { type: 'int', value: '-9223372036854775808' }],
    ['an int as number', { intValue: 42 }, { type: 'int', value: '42' }],
    ['an int past 64 bits', { intValue: '9223372036854775808' }, { type: 'string', value: '9223372036854775808' }],
    ['a double', { doubleValue: 1.5 }, { type: 'double', value: 1.5 }],
    ['NaN', { doubleValue: 'NaN' }, { type: 'double', value: 'NaN' }],
    ['a bool', { boolValue: false }, { type: 'bool', value: false }],
    ['bytes', { bytesValue: 'AP8=' }, { type: 'bytes', value: 'AP8=' }],
    ['broken base64', { bytesValue: '!' }, { type: 'string', value: '!' }],
    ['nothing', {}, { type: 'empty' }],
    ['a null list', { arrayValue: null }, { type: 'array', values: [] }],
    [
      'a list',
      { arrayValue: { values: [{ intValue: 1 }, { stringValue: 'x' }] } },
      {
        type: 'array',
        values: [
          { type: 'int', value: '1' },
          { type: 'string', value: 'x' },
        ],
      },
    ],
    [
      'a map',
      { kvlistValue: { values: [{ key: '__proto__', value: { boolValue: true } }] } },
      { type: 'map', entries: [{ key: '__proto__', value: { type: 'bool', value: true } }] },
    ],
  ])('reads %s', (_, value, expected) => {
    expect(attribute(value)).toEqual(expected);
  });

  test('a value nested past the limit is marked, not followed', () => {
    let value: object = { stringValue: 'deep' };
    for (let i = 0; i < 40; i++) value = { arrayValue: { values: [value] } };
    expect(JSON.stringify(attribute(value))).toContain('too-deep');
  });

  test('value before key reads the same', () => {
    const detail = detailOf(otlpSpan({ id: 1, attributes: [{ value: { intValue: 7 }, key: 'late' }] }));
    expect(detail.attributes).toEqual([{ key: 'late', value: { type: 'int', value: '7' } }]);
  });

  test('IDs in upper case are folded', () => {
    const trace = traceOf(otlpPayload([{ ...otlpSpan({ id: 171 }), traceId: TRACE.toUpperCase() }]));
    expect(trace.header.traceId).toBe(TRACE);
  });

  test.each([
    ['31 digits', { traceId: TRACE.slice(1) }, 'trace-id'],
    ['not hex', { traceId: 'z'.repeat(32) }, 'trace-id'],
    ['all zero', { traceId: '0'.repeat(32) }, 'trace-id'],
    ['missing', { traceId: undefined }, 'trace-id'],
    ['empty span ID', { spanId: '' }, 'span-id'],
    ['a time that is no number', { startTimeUnixNano: 'abc' }, 'malformed-span'],
    ['a negative time', { endTimeUnixNano: '-5' }, 'malformed-span'],
    ['a time of 2^64', { startTimeUnixNano: '18446744073709551616' }, 'malformed-span'],
    ['a fractional time', { startTimeUnixNano: 1.5 }, 'malformed-span'],
  ])('a span with %s is counted and the others are kept', (_, change, reason) => {
    const result = otlpJsonToProto(
      bytesOf(otlpPayload([{ ...otlpSpan({ id: 1 }), ...change }, otlpSpan({ id: 2 })])),
      RECEIVER_LIMITS,
    );
    expect(result.rejected).toEqual([{ reason, count: 1 }]);
    expect(result.spans).toBe(1);
  });

  test.each(['null', '[]', '"x"', '1', '', '{"resourceSpans":[', '{"a":1}}', '{"a":1,}', '{"a":NaN}'])(
    'refuses %s as a whole',
    (text) => {
      expect(() => otlpJsonToProto(bytesOf(text), RECEIVER_LIMITS)).toThrow(/JSON/);
    },
  );

  test.each(['{}', '{"resourceSpans":null}', '{"resourceSpans":[{"scopeSpans":[{"spans":null}]}]}'])(
    'takes %s as no spans',
    (text) => {
      expect(otlpJsonToProto(bytesOf(text), RECEIVER_LIMITS).spans).toBe(0);
    },
  );

  test('looks through the wrapper of Jaeger v3', () => {
    expect(traceOf({ result: otlpPayload([otlpSpan({ id: 1 })]) }).header.count).toBe(1);
  });

  test('more spans than the limit are refused while reading', () => {
    const spans = Array.from({ length: 11 }, () => ({}));
    expect(() => otlpJsonToProto(bytesOf(otlpPayload(spans)), { ...RECEIVER_LIMITS, maxSpans: 10 })).toThrow(
      /more than 10/,
    );
  });

  test('JSON nested deeper than the limit is refused without recursion', () => {
    const text = `{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(() => otlpJsonToProto(bytesOf(text), RECEIVER_LIMITS)).toThrow(/nested/);
  });
});
