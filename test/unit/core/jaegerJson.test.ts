import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Trace } from '../../../src/core/assemble.ts';
import { detect } from '../../../src/core/formats/detect.ts';
import { jaegerJsonToProto } from '../../../src/core/formats/jaegerJson.ts';
import { RECEIVER_LIMITS } from '../../../src/core/formats/limits.ts';
import { Problem } from '../../../src/core/problem.ts';
import { spanDetail } from '../../../src/core/spanDetail.ts';
import { TraceBuilder } from '../../../src/core/traceBuilder.ts';
import { bytesOf } from './payloads.ts';

const SPAN = {
  traceID: '1234',
  spanID: 'a',
  operationName: 'GET /orders',
  references: [],
  startTime: 1767225600000001,
  duration: 1500,
  processID: 'p1',
  tags: [
    { key: 'span.kind', type: 'string', value: 'server' },
    { key: 'otel.scope.name', type: 'string', value: 'http' },
    { key: 'error', type: 'bool', value: true },
    { key: 'otel.status_description', type: 'string', value: 'broken' },
    { key: 'http.status', type: 'int64', value: 500 },
    { key: 'big', type: 'int64', value: '9007199254740993' },
    { key: 'load', type: 'float64', value: 0.5 },
    { key: 'odd', type: 'int64', value: 'not a number' },
  ],
  logs: [{ timestamp: 1767225600000002, fields: [{ key: 'event', type: 'string', value: 'exception' }] }],
};
const PROCESSES = { p1: { serviceName: 'orders', tags: [{ key: 'host.name', type: 'string', value: 'h' }] } };
const trace = (...spans: readonly object[]): object => ({
  traceID: '1234',
  spans,
  processes: PROCESSES,
  warnings: null,
});

function read(json: object): Trace {
  const builder = new TraceBuilder(RECEIVER_LIMITS);
  builder.add(jaegerJsonToProto(bytesOf(json), RECEIVER_LIMITS).bytes);
  return builder.build()[0]!;
}

describe('Jaeger JSON', () => {
  test.each([
    ['an envelope', { data: [trace(SPAN)], total: 0, errors: null }],
    ['one trace', trace(SPAN)],
    ['a list of traces', [trace(SPAN)]],
    ['processes before the spans', { processes: PROCESSES, spans: [SPAN] }],
  ])('reads %s', (_, json) => {
    expect(detect(bytesOf(json), RECEIVER_LIMITS)).toBe('jaeger-json');
    const built = read(json);
    expect(built.header.traceId).toBe('1234'.padStart(32, '0'));
    expect(spanDetail(built, 0)).toMatchObject({
      spanId: '000000000000000a',
      service: 'orders',
      name: 'GET /orders',
      kind: 'server',
      status: 'error',
      statusMessage: 'broken',
      startEpochNs: '1767225600000001000',
      durationNs: 1_500_000,
      scope: { name: 'http' },
      attributes: [
        { key: 'http.status', value: { type: 'int', value: '500' } },
        { key: 'big', value: { type: 'int', value: '9007199254740993' } },
        { key: 'load', value: { type: 'double', value: 0.5 } },
        { key: 'odd', value: { type: 'string', value: 'not a number' } },
      ],
      events: [{ name: 'exception', offsetNs: 1000 }],
      resource: [
        { key: 'service.name', value: { type: 'string', value: 'orders' } },
        { key: 'host.name', value: { type: 'string', value: 'h' } },
      ],
    });
  });

  test('the parent is the CHILD_OF of this trace; other references are links', () => {
    const child = {
      ...SPAN,
      spanID: 'b',
      references: [
        { refType: 'FOLLOWS_FROM', traceID: '9', spanID: 'c' },
        { refType: 'CHILD_OF', traceID: '1234', spanID: 'a' },
      ],
    };
    const built = read(trace(child, SPAN));
    expect([...built.columns.depth]).toEqual([0, 1]);
    expect(spanDetail(built, 1).links).toMatchObject([
      { traceId: '9'.padStart(32, '0'), spanId: 'c'.padStart(16, '0') },
    ]);
  });

  test.each([
    ['a process that is not there', { processID: 'p9' }, 'unknown_service'],
    ['a process named __proto__', { processID: '__proto__' }, 'unknown_service'],
  ])('keeps a span with %s', (_, change, service) => {
    expect(spanDetail(read(trace({ ...SPAN, ...change })), 0).service).toBe(service);
  });

  test('microseconds may have a fraction, durations a sign', () => {
    expect(spanDetail(read(trace({ ...SPAN, duration: 1.5 })), 0).durationNs).toBe(1500);
    expect(read(trace({ ...SPAN, duration: -3 })).header.warnings).toEqual([{ repair: 'negative-duration', count: 1 }]);
  });

  test('a tag that does not fit its field stays an attribute, and what Jaeger says of a span becomes one', () => {
    const change = {
      tags: [
        { key: 'span.kind', type: 'string', value: 'proxy' },
        { key: 'otel.status_code', type: 'string', value: 'MAYBE' },
        { key: 'otel.status_description', type: 'string', value: 'why' },
        { key: 'bytes', type: 'binary', value: 'AP8=' },
      ],
      warnings: ['clock skew adjusted'],
    };
    expect(spanDetail(read(trace({ ...SPAN, ...change })), 0)).toMatchObject({
      statusMessage: 'why',
      attributes: [
        { key: 'span.kind', value: { type: 'string', value: 'proxy' } },
        { key: 'otel.status_code', value: { type: 'string', value: 'MAYBE' } },
        { key: 'bytes', value: { type: 'bytes', value: 'AP8=' } },
        { key: 'jaeger.warning', value: { type: 'string', value: 'clock skew adjusted' } },
      ],
    });
  });

  test('what the server says of the whole answer is noted', () => {
    const answer = {
      data: [{ ...trace(SPAN), warnings: ['too old'] }],
      errors: [{ code: 500, msg: 'shard 3 failed' }],
    };
    expect(jaegerJsonToProto(bytesOf(answer), RECEIVER_LIMITS)).toMatchObject({
      spans: 1,
      notes: ['Jaeger warns: too old.', 'Jaeger reported an error: shard 3 failed.'],
    });
  });

  test('as many processes as spans take no more memory than they need', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => ({ ...SPAN, spanID: String(i + 1), processID: `p${i}` }));
    expect(read(trace(...many)).header.count).toBe(20_000);
  });

  test('an answer without data is no spans', () => {
    expect(
      jaegerJsonToProto(bytesOf({ data: null, errors: [{ code: 404, msg: 'trace not found' }] }), RECEIVER_LIMITS)
        .spans,
    ).toBe(0);
  });

  test('any JSON gives a result or a Problem', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (spans, processes) => {
        try {
          jaegerJsonToProto(
            bytesOf({ data: [{ spans: [spans, { ...SPAN, tags: spans }], processes }] }),
            RECEIVER_LIMITS,
          );
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Problem);
        }
      }),
    );
  });
});
