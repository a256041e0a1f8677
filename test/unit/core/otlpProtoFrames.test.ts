import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteWriter } from '../../../src/core/formats/byteWriter.ts';
import { otlpProtoFramesToPayloads } from '../../../src/core/formats/otlpProtoFrames.ts';
import { RECEIVER_LIMITS } from '../../../src/core/formats/limits.ts';
import { otlpJsonToProto } from '../../../src/core/formats/otlpJson.ts';
import { protoSignal } from '../../../src/core/formats/protoSignal.ts';
import { bytesOf, otlpPayload, otlpSpan } from './payloads.ts';
import { readFile } from './seen.ts';
import { tempoResponse } from './traceWriters.ts';

const traces = (id: number): Uint8Array =>
  otlpJsonToProto(bytesOf(otlpPayload([otlpSpan({ id })])), RECEIVER_LIMITS).bytes;

/** A resource, a scope and one entry. */
function otlp(entry: (out: ByteWriter) => void): Uint8Array {
  const out = new ByteWriter();
  const resource = out.begin(1);
  const scope = out.begin(2);
  const one = out.begin(2);
  entry(out);
  out.end(one);
  out.end(scope);
  out.end(resource);
  return out.finish();
}
const LOGS = otlp((out) => {
  out.fixed64(1, 1, 1);
  out.varint(2, 9);
});
/** With the lengths of a trace and a span ID where those would be. */
const METRICS = otlp((out) => {
  out.string(1, 'http.server.reqs');
  out.string(2, 'requests');
  out.bytes(7, new Uint8Array());
});

function framed(...messages: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(
    messages.flatMap((message) => [Uint8Array.of(0, 0, message.length >> 8, message.length), message]),
  );
}

describe('the Collector’s file format `proto`', () => {
  test('is told from protobuf and read, other signals left out', () => {
    const read = readFile(framed(traces(1), LOGS, traces(2)));
    expect(read).toMatchObject({ format: 'otlp-protobuf-frames', rejected: [], traces: [{ header: { count: 2 } }] });
    expect(read.notes).toEqual(['Messages of logs were left out: 1.']);
  });

  test('the last message cut at any byte costs that message alone', () => {
    const whole = framed(traces(1), traces(2));
    for (let end = framed(traces(1)).length + 1; end < whole.length; end++) {
      const read = readFile(whole.subarray(0, end));
      expect(read).toMatchObject({ format: 'otlp-protobuf-frames', rejected: [{ reason: 'broken-line', count: 1 }] });
      expect(read.traces[0]!.header.count).toBe(1);
      expect(read.notes).toEqual(['The end is cut short: what came before its last message was kept.']);
    }
  });

  test('a message that is no OTLP costs itself alone', () => {
    expect(otlpProtoFramesToPayloads(framed(traces(1), Uint8Array.of(1, 2, 3), traces(2)))).toMatchObject({
      payloads: [{ length: traces(1).length }, { length: traces(2).length }],
      rejected: [{ reason: 'broken-line', count: 1 }],
    });
  });

  test('only a cut message, or no traces, is refused', () => {
    expect(() => readFile(framed(traces(1)).subarray(0, 30))).toThrow('Its only message is cut short.');
    expect(() => readFile(framed(LOGS))).toThrow('no traces');
  });
});

describe('the signal of a protobuf message', () => {
  test.each([
    ['traces', traces(1), 'traces'],
    ['logs', LOGS, 'logs'],
    ['nothing', new Uint8Array(), 'none'],
    ['a resource without entries', Uint8Array.of(0x0a, 0), 'none'],
    ['something else', Uint8Array.of(0x12, 0), undefined],
    ['an answer of Tempo', tempoResponse(traces(1)), undefined],
  ])('%s', (_, bytes, signal) => {
    expect(protoSignal(bytes)).toBe(signal);
  });

  test('a metric is one unless its name is as long as a trace ID', () => {
    const metric = otlp((out) => {
      out.string(1, 'requests');
      out.bytes(7, new Uint8Array());
    });
    expect(protoSignal(metric)).toBe('metrics');
    expect(protoSignal(METRICS)).toBe('traces');
  });

  test('logs alone are refused by name', () => {
    expect(() => readFile(LOGS)).toThrow('It holds OTLP logs, but no traces.');
  });
});

describe('Tempo’s protobuf', () => {
  test('a part of a trace is said to be one', () => {
    expect(readFile(tempoResponse(traces(1), 'too large'))).toMatchObject({
      format: 'tempo-proto',
      notes: ['The server gave only a part of the trace: too large.'],
      traces: [{ header: { count: 1 } }],
    });
  });

  test('any spans are told from plain OTLP', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }), (ids) => {
        const bytes = Buffer.concat(ids.map(traces));
        expect(readFile(bytes).format).toBe('otlp-protobuf');
        expect(readFile(tempoResponse(bytes)).format).toBe('tempo-proto');
      }),
    );
  });
});
