import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportJaegerJson } from '../../../src/core/formats/exportJaegerJson.ts';
import { exportOtlpJson } from '../../../src/core/formats/exportOtlpJson.ts';
import { FILE_LIMITS, RECEIVER_LIMITS } from '../../../src/core/formats/limits.ts';
import { Problem } from '../../../src/core/problem.ts';
import type { TraceFormat } from '../../../src/core/protocol.ts';
import { payloadsOf } from '../../../src/parser/payloadsOf.ts';
import { readTraces } from '../../../src/parser/readTraces.ts';
import { anyPayload } from './anyPayload.ts';
import { bytesOf, otlpPayload, otlpSpan, spanId, TRACE } from './payloads.ts';
import { readFile, seen } from './seen.ts';
import { WRITERS, type OtlpJson } from './traceWriters.ts';

const SENT = {
  resourceSpans: [
    ...(otlpPayload([otlpSpan({ id: 1, kind: 2 }), otlpSpan({ id: 2, parent: 1, kind: 3 })], 'orders') as OtlpJson)
      .resourceSpans,
    ...(
      otlpPayload(
        [
          otlpSpan({
            id: 3,
            parent: 2,
            kind: 2,
            status: { code: 2, message: 'no stock' },
            flags: 257,
            attributes: [
              { key: 'n', value: { intValue: '9007199254740993' } },
              { key: 'list', value: { arrayValue: { values: [{ doubleValue: 0.5 }, { boolValue: true }] } } },
              { key: 'map', value: { kvlistValue: { values: [{ key: 'a', value: { bytesValue: 'AP8=' } }] } } },
            ],
            events: [{ timeUnixNano: '1767225600000000003', name: 'exception', attributes: [] }],
            links: [{ traceId: 'ab'.repeat(16), spanId: spanId(9), traceState: 'a=b' }],
          }),
        ],
        'stock',
      ) as OtlpJson
    ).resourceSpans,
  ],
};

describe.each(Object.entries(WRITERS))('%s', (name, [format, write]) => {
  const isSeveral = /Lines|stream|documents/.test(name);

  test('is told by its content and gives the same bytes', () => {
    const read = readFile(write(SENT));
    expect(read.format).toBe(isSeveral ? 'otlp-jsonl' : format);
    expect(read).toMatchObject({ rejected: [], notes: [] });
    expect(read.traces[0]!.header).toMatchObject({ traceId: TRACE, count: 3, warnings: [] });
    const { payloads } = payloadsOf(write(SENT), read.format, FILE_LIMITS);
    expect(Buffer.concat(payloads)).toEqual(Buffer.from(WRITERS['OTLP protobuf']![1](SENT)));
  });

  test('gives the same trace, whatever was in it', () => {
    const known = format as TraceFormat;
    fc.assert(
      fc.property(anyPayload, (payload) => {
        const json = payload as OtlpJson;
        if (json.resourceSpans.length === 0) return;
        const read = readTraces([write(json)], known, FILE_LIMITS);
        const plain = readTraces([WRITERS['OTLP protobuf']![1](json)], 'otlp-protobuf', FILE_LIMITS);
        expect(read.rejected).toEqual([]);
        expect(read.traces.map(seen)).toEqual(plain.traces.map(seen));
        for (const trace of read.traces) {
          const [again] = readTraces([exportOtlpJson(trace, false)], undefined, FILE_LIMITS).traces;
          expect(seen(again!)).toEqual(seen(trace));
        }
      }),
      { numRuns: 25 },
    );
  });
});

const samples = (): readonly Uint8Array[] => {
  const [trace] = readFile(SENT).traces;
  return [
    ...Object.values(WRITERS).map(([, write]) => write(SENT)),
    exportJaegerJson(trace!, false),
    bytesOf([[{ traceId: 'a', id: 'b', shared: true, annotations: [{ value: 'a|{"b":1}|0' }], tags: { error: '' } }]]),
    bytesOf('{"mappings":"AAAA","sources":[],"version":3}'),
  ];
};
const FORMATS: readonly (TraceFormat | undefined)[] = [
  undefined,
  'otlp-json',
  'otlp-jsonl',
  'otlp-protobuf',
  'otlp-protobuf-frames',
  'jaeger-json',
  'zipkin-json',
  'tempo-json',
  'tempo-proto',
];

/** A shared machine is slower at times; what is bounded here is work that grows with the square. */
const MAX_MS = 2000;

function readsOrRefuses(bytes: Uint8Array, format: TraceFormat | undefined): void {
  const start = performance.now();
  try {
    const read = readTraces([bytes], format, RECEIVER_LIMITS);
    for (const trace of read.traces) seen(trace);
    for (const note of read.notes) expect(note).toMatch(/[.…]$/);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(Problem);
    expect((thrown as Problem).message).toMatch(/\.$/);
    expect((thrown as Problem).code).not.toBe('internal');
  }
  expect(performance.now() - start).toBeLessThan(MAX_MS);
}

describe('bytes that are no trace', () => {
  test('of any kind are refused with a Problem, or read', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...FORMATS), readsOrRefuses), {
      numRuns: 500,
    });
  });

  test('made by damaging ones that are: the same', { timeout: 60_000 }, () => {
    const damage = fc.record({
      sample: fc.constantFrom(...samples()),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      drop: fc.nat(40),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 4 }),
        fc
          .constantFrom('{', '[', '}', '"', ',', '\n', '{"resourceSpans":[', 'null', '\0', '-', '1e999', '[[[[')
          .map(bytesOf),
      ),
      cut: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 1 }), fc.constantFrom(...FORMATS), ([one], format) => {
        const { sample, at, drop, insert, cut } = one!;
        const from = Math.floor(at * sample.length);
        const rest = cut ? new Uint8Array() : sample.subarray(from + drop);
        readsOrRefuses(Buffer.concat([sample.subarray(0, from), insert, rest]), format);
      }),
      { numRuns: 2000 },
    );
  });

  test('cut at any byte: the same', { timeout: 60_000 }, () => {
    for (const sample of samples()) {
      for (let end = 0; end < sample.length; end += 7) readsOrRefuses(sample.subarray(0, end), undefined);
    }
  });
});
