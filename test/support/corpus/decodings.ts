import fc from 'fast-check';
import { RECEIVER_LIMITS } from '../../../src/core/formats/limits.ts';
import { otlpJsonToProto } from '../../../src/core/formats/otlpJson.ts';
import { otlpLogsJsonToProto } from '../../../src/core/formats/otlpLogsJson.ts';
import { splitByTrace } from '../../../src/core/formats/splitByTrace.ts';
import { splitLogsByTrace } from '../../../src/core/formats/splitLogsByTrace.ts';
import { zipkinJsonToProto } from '../../../src/core/formats/zipkinJson.ts';
import { Problem } from '../../../src/core/problem.ts';
import { readTraces } from '../../../src/parser/readTraces.ts';
import { anyPayload } from '../../unit/core/anyPayload.ts';
import { bytesOf } from '../../unit/core/payloads.ts';
import { seen } from '../../unit/core/seen.ts';
import { protoOfJson } from './protoOfJson.ts';

/** What is bounded is work that grows with the square: inputs here are kilobytes and take a millisecond. */
const MAX_MS = 2000;

/** Everything that takes bytes from elsewhere, by name. */
export const DECODINGS: Readonly<Record<string, (bytes: Uint8Array) => void>> = {
  'OTLP JSON': (bytes) => splitAll(otlpJsonToProto(bytes, RECEIVER_LIMITS).bytes),
  'OTLP protobuf': (bytes) => splitAll(bytes),
  'OTLP logs, JSON': (bytes) =>
    void splitLogsByTrace(otlpLogsJsonToProto(bytes, RECEIVER_LIMITS).bytes, RECEIVER_LIMITS),
  'OTLP logs, protobuf': (bytes) => void splitLogsByTrace(bytes, RECEIVER_LIMITS),
  'Zipkin JSON': (bytes) => splitAll(zipkinJsonToProto(bytes, RECEIVER_LIMITS).bytes),
  'a file': (bytes) => void readTraces([bytes], undefined, RECEIVER_LIMITS).traces.map(seen),
  'a stored trace': (bytes) => void readTraces([bytes], 'otlp-protobuf', RECEIVER_LIMITS).traces.map(seen),
};

/** What the store does: splits, and later reads what it kept, which must then be readable. */
function splitAll(bytes: Uint8Array): void {
  let accepted = 0;
  const { chunks, received, rejected } = splitByTrace(bytes, RECEIVER_LIMITS, () => Boolean(++accepted));
  const refused = rejected.reduce((sum, { count }) => sum + count, 0);
  if (received !== accepted + refused) throw new Error(`${received} received, ${accepted} kept, ${refused} refused`);
  for (const chunk of chunks) {
    const read = readTraces([chunk.bytes], 'otlp-protobuf', RECEIVER_LIMITS);
    if (read.traces.length !== 1 || read.rejected.length > 0) throw new Error('What was kept is not readable.');
  }
}

/** Throws what no decoder may throw, or when it took too long. */
export function decodeOrRefuse(name: string, bytes: Uint8Array): void {
  const start = performance.now();
  try {
    DECODINGS[name]!(bytes);
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    if (thrown.code === 'internal' || !thrown.message.endsWith('.'))
      throw new Error(`No sentence for the user: ${thrown.code} ${thrown.message}`, { cause: thrown });
  }
  const tookMs = performance.now() - start;
  if (tookMs > MAX_MS) throw new Error(`${name} took ${tookMs.toFixed(0)} ms for ${bytes.length} bytes.`);
}

const sound: fc.Arbitrary<Uint8Array> = fc.oneof(
  anyPayload.map((payload) => bytesOf(payload)),
  anyPayload.map((payload) => protoOfJson(payload)),
  anyPayload.map((payload) => bytesOf(JSON.stringify(payload).replaceAll('pans"', 'ogs"'))),
  fc.json().map(bytesOf),
);

const TOKENS = ['{', '[', '}', ']', '"', ',', ':', '\\', '\\u', 'null', '1e999', '-', '{"resourceSpans":[', '\n'];
const inserted = fc.oneof(
  fc.uint8Array({ maxLength: 6 }),
  fc.constantFrom(...TOKENS).map(bytesOf),
  // Lengths and tags that lie.
  fc
    .constantFrom([0xff, 0xff, 0xff, 0xff, 0x0f], [0x0b], [0x0a, 0xff, 0xff, 0x7f], [0x80, 0x80])
    .map((one) => Uint8Array.from(one)),
);

const damaged = fc
  .tuple(
    sound,
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(20), inserted), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([bytes, edits]) =>
    edits.reduce<Uint8Array>((whole, [at, drop, insert]) => {
      const from = Math.floor(at * whole.length);
      return Buffer.concat([whole.subarray(0, from), insert, whole.subarray(from + drop)]);
    }, bytes),
  );

/** Any bytes, most of them nearly right: those get furthest. */
export const anyBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  { weight: 1, arbitrary: sound },
  { weight: 6, arbitrary: damaged },
);
