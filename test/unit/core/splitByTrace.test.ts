import fc from 'fast-check';
import { assertNoPoisoning } from '@fast-check/poisoning';
import { afterEach, describe, expect, test } from 'vitest';
import { ByteWriter } from '../../../src/core/formats/byteWriter.ts';
import { RECEIVER_LIMITS } from '../../../src/core/formats/limits.ts';
import { otlpJsonToProto } from '../../../src/core/formats/otlpJson.ts';
import { splitByTrace, type SplitPayload } from '../../../src/core/formats/splitByTrace.ts';
import { Problem } from '../../../src/core/problem.ts';
import { spanDetail } from '../../../src/core/spanDetail.ts';
import { TraceBuilder } from '../../../src/core/traceBuilder.ts';
import { bytesOf, EPOCH_NS, otlpPayload, otlpSpan, TRACE } from './payloads.ts';

// The test runner keeps its own state in globals.
afterEach(() => assertNoPoisoning({ ignoredRootRegex: /^__vitest|^Symbol/ }));

const OTHER_TRACE = 'ffffffffffffffffffffffffffffff01';
const proto = (json: object): Uint8Array<ArrayBuffer> => otlpJsonToProto(bytesOf(json), RECEIVER_LIMITS).bytes;
const split = (bytes: Uint8Array): SplitPayload => splitByTrace(bytes, RECEIVER_LIMITS, () => true);

/** A payload with one span whose message is made by `write`. */
function withSpan(write: (out: ByteWriter) => void): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter();
  const resourceSpans = out.begin(1);
  const scopeSpans = out.begin(2);
  const span = out.begin(2);
  write(out);
  out.end(span);
  out.end(scopeSpans);
  out.end(resourceSpans);
  return out.finish();
}

describe('splitByTrace', () => {
  test('gives each trace its own payload with resource and scope', () => {
    const { chunks, received } = split(
      proto(otlpPayload([otlpSpan({ id: 1 }), { ...otlpSpan({ id: 2 }), traceId: OTHER_TRACE }, otlpSpan({ id: 3 })])),
    );
    expect(received).toBe(3);
    expect(chunks.map(({ traceId, spans }) => [traceId, spans.length])).toEqual([
      [TRACE, 2],
      [OTHER_TRACE, 1],
    ]);
    for (const { bytes } of chunks) {
      const builder = new TraceBuilder(RECEIVER_LIMITS);
      builder.add(bytes);
      const [trace] = builder.build();
      expect(spanDetail(trace!, 0)).toMatchObject({ service: 'shop', scope: { name: 'test', version: '1' } });
    }
  });

  test('heads have exact times, parent, error and code', () => {
    const span = {
      ...otlpSpan({ id: 2, parent: 1, start: 3, end: 9 }),
      status: { code: 2 },
      attributes: [
        { key: 'code.file.path', value: { stringValue: '/app/dist/main.cjs' } },
        { key: 'code.line.number', value: { intValue: '12' } },
      ],
    };
    expect(split(proto(otlpPayload([span]))).chunks[0]!.spans[0]).toMatchObject({
      spanId: '0000000000000002',
      parentSpanId: '0000000000000001',
      error: true,
      startEpochNs: EPOCH_NS + 3n,
      endEpochNs: EPOCH_NS + 9n,
      code: { filePath: '/app/dist/main.cjs', line: 12 },
    });
  });

  test('spans that are not accepted are in no payload', () => {
    const bytes = proto(otlpPayload([otlpSpan({ id: 1 }), otlpSpan({ id: 2 })]));
    const { chunks } = splitByTrace(bytes, RECEIVER_LIMITS, ({ name }) => name === 'span 2');
    expect(chunks[0]!.spans.map(({ name }) => name)).toEqual(['span 2']);
  });

  test.each([
    ['an empty message', new Uint8Array(), 0],
    ['an unknown field', Uint8Array.of(0x7a, 0x01, 0x00), 0],
  ])('takes %s', (_, bytes, received) => {
    expect(split(bytes).received).toBe(received);
  });

  test.each([
    ['a length past the end (P03)', [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['a length of 10 bytes, negative (P04)', [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    ['a varint of 20 bytes (P05)', [0x08, ...Array.from({ length: 20 }, () => 0x80), 0x01]],
    ['field 0 (P06)', [0x02, 0x00]],
    ['a group (P07)', [0x0b]],
    ['wire type 7 (P07)', [0x0f]],
  ])('refuses %s', (_, bytes) => {
    expect(() => split(Uint8Array.from(bytes))).toThrow(Problem);
  });

  test.each([
    ['an ID of 15 bytes', (out: ByteWriter): void => out.bytes(1, new Uint8Array(15).fill(1)), 'trace-id'],
    ['an ID of zeros', (out: ByteWriter): void => out.bytes(1, new Uint8Array(16)), 'trace-id'],
    ['no span ID', (out: ByteWriter): void => out.bytes(1, new Uint8Array(16).fill(1)), 'span-id'],
    ['broken insides', (out: ByteWriter): void => out.raw(Uint8Array.of(0x0a, 0x7f), 0, 2), 'malformed-span'],
  ])('a span with %s is counted by its reason', (_, write, reason) => {
    expect(split(withSpan(write)).rejected).toEqual([{ reason, count: 1 }]);
  });

  test('AnyValues nested 100,000 deep are marked, not followed (P09)', () => {
    let value = new Uint8Array(0);
    for (let depth = 0; depth < 3000; depth++) {
      const out = new ByteWriter(value.length + 16);
      const array = out.begin(5);
      out.bytes(1, value);
      out.end(array);
      value = out.finish();
    }
    const bytes = withSpan((out) => {
      out.bytes(1, new Uint8Array(16).fill(1));
      out.bytes(2, new Uint8Array(8).fill(1));
      const attribute = out.begin(9);
      out.string(1, 'code.deep');
      out.bytes(2, value);
      out.end(attribute);
    });
    const builder = new TraceBuilder(RECEIVER_LIMITS);
    builder.add(bytes);
    expect(JSON.stringify(spanDetail(builder.build()[0]!, 0).attributes)).toContain('too-deep');
    expect(split(bytes).chunks).toHaveLength(1);
  });

  test('five million empty spans are refused on the way (P14)', () => {
    const body = new Uint8Array(2 * 200_000);
    for (let i = 0; i < body.length; i += 2) body[i] = 0x12;
    const out = new ByteWriter();
    const resourceSpans = out.begin(1);
    out.bytes(2, body);
    out.end(resourceSpans);
    expect(() => split(out.finish())).toThrow(/more than 100,000/);
  });

  test('a large resource over many traces is refused before it is multiplied', () => {
    const spans = Array.from({ length: 3000 }, (_, i) => ({
      ...otlpSpan({ id: 1 }),
      traceId: (i + 1).toString(16).padStart(32, '0'),
    }));
    const bytes = proto(otlpPayload(spans, 'x'.repeat(100_000)));
    expect(bytes.length).toBeLessThan(500_000);
    expect(() => split(bytes)).toThrow(/large resource/);
  });

  test('cut at any byte it is refused or gives fewer spans, never anything else (P02)', () => {
    const whole = proto(otlpPayload([otlpSpan({ id: 1 }), otlpSpan({ id: 2, parent: 1, status: { code: 2 } })]));
    for (let length = 0; length < whole.length; length++) {
      try {
        expect(split(whole.subarray(0, length)).received).toBeLessThanOrEqual(2);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(Problem);
      }
    }
  });

  test('any bytes give a result or a Problem', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        try {
          split(bytes);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Problem);
        }
      }),
    );
  });

  test('a valid payload with any byte changed gives a result or a Problem, details included', () => {
    const whole = proto(otlpPayload([otlpSpan({ id: 1, attributes: [{ key: 'a', value: { intValue: 1 } }] })]));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const bytes = whole.slice();
        bytes[at] = byte;
        try {
          const builder = new TraceBuilder(RECEIVER_LIMITS);
          builder.add(bytes);
          for (const trace of builder.build())
            for (let row = 0; row < trace.columns.count; row++) spanDetail(trace, row);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Problem);
        }
      }),
      { numRuns: 500 },
    );
  });
});
