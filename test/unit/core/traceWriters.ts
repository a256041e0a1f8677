/** The same OTLP JSON payload in each of the forms that files and servers give it. */
import { ByteWriter } from '../../../src/core/formats/byteWriter.ts';
import { RECEIVER_LIMITS } from '../../../src/core/formats/limits.ts';
import { otlpJsonToProto } from '../../../src/core/formats/otlpJson.ts';
import { SPAN_KINDS, SPAN_STATUSES } from '../../../src/core/span.ts';
import { bytesOf } from './payloads.ts';

export interface OtlpJson {
  readonly resourceSpans: readonly object[];
}

type Json = unknown;

/** Goes through every value; `change` may give another key and value. */
function mapped(json: Json, change: (key: string, value: Json) => readonly [string, Json]): Json {
  if (Array.isArray(json)) return json.map((one) => mapped(one, change));
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => {
      const [name, changed] = change(key, value);
      return [name, mapped(changed, change)];
    }),
  );
}

const base64Of = (hex: Json): Json => Buffer.from(String(hex), 'hex').toString('base64');

/** As protobuf's own JSON has it, which is how Tempo answers. */
function tempo(json: Json): Json {
  return mapped(json, (key, value) => {
    if (['traceId', 'spanId', 'parentSpanId'].includes(key)) return [key, base64Of(value)];
    if (key === 'kind') return [key, `SPAN_KIND_${SPAN_KINDS[value as number]!.toUpperCase()}`];
    if (key === 'code') return [key, `STATUS_CODE_${SPAN_STATUSES[value as number]!.toUpperCase()}`];
    return [key, value];
  });
}

const lines = (values: readonly object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');
const protoOf = (json: OtlpJson): Uint8Array => otlpJsonToProto(bytesOf(json), RECEIVER_LIMITS).bytes;
const each = ({ resourceSpans }: OtlpJson): readonly OtlpJson[] =>
  resourceSpans.map((one) => ({ resourceSpans: [one] }));

function framed(messages: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(
    messages.flatMap((message) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(message.length);
      return [length, message];
    }),
  );
}

/** Tempo's TraceByIDResponse. */
export function tempoResponse(trace: Uint8Array, partial?: string): Uint8Array {
  const out = new ByteWriter();
  out.bytes(1, trace);
  out.bytes(2, new Uint8Array());
  if (partial !== undefined) {
    out.varint(3, 1);
    out.string(4, partial);
  }
  return out.finish();
}

export const WRITERS: Readonly<Record<string, readonly [format: string, write: (json: OtlpJson) => Uint8Array]>> = {
  'OTLP JSON': ['otlp-json', bytesOf],
  'OTLP JSON over lines': ['otlp-json', (json) => bytesOf(JSON.stringify(json, null, 2))],
  'OTLP JSON in snake case': [
    'otlp-json',
    (json) =>
      bytesOf(mapped(json, (key, value) => [key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value])),
  ],
  'OTLP JSON of before 1.0': [
    'otlp-json',
    (json) =>
      bytesOf(
        mapped(json, (key, value) => [
          key === 'scopeSpans' ? 'instrumentationLibrarySpans' : key === 'scope' ? 'instrumentationLibrary' : key,
          value,
        ]),
      ),
  ],
  'OTLP JSON with base64 IDs': ['otlp-json', (json) => bytesOf(tempo(json))],
  'OTLP JSON in a list': ['otlp-json', (json) => bytesOf(each(json))],
  'Jaeger v3': ['otlp-json', (json) => bytesOf({ result: json })],
  'Jaeger v3 as a stream': ['otlp-json', (json) => bytesOf(lines(each(json).map((one) => ({ result: one }))))],
  Aspire: ['otlp-json', (json) => bytesOf({ data: json, totalCount: 1, returnedCount: 1 })],
  'JSON Lines': ['otlp-json', (json) => bytesOf(lines(each(json)))],
  'JSON Lines with CRLF and a byte order mark': [
    'otlp-json',
    (json) => bytesOf(`\ufeff${lines(each(json)).replaceAll('\n', '\r\n\r\n')}`),
  ],
  'JSON documents over lines': [
    'otlp-json',
    (json) =>
      bytesOf(
        each(json)
          .map((one) => JSON.stringify(one, null, 1))
          .join(''),
      ),
  ],
  'OTLP protobuf': ['otlp-protobuf', protoOf],
  'OTLP protobuf frames': ['otlp-protobuf-frames', (json) => framed(each(json).map(protoOf))],
  'Tempo v1': ['tempo-json', (json) => bytesOf({ batches: (tempo(json) as OtlpJson).resourceSpans })],
  'Tempo v2': ['tempo-json', (json) => bytesOf({ trace: tempo(json), metrics: { inspectedBytes: '5' } })],
  'Tempo v2 with batches': [
    'tempo-json',
    (json) => bytesOf({ metrics: {}, trace: { batches: (tempo(json) as OtlpJson).resourceSpans } }),
  ],
  'Tempo v2 protobuf': ['tempo-proto', (json) => tempoResponse(protoOf(json))],
};
