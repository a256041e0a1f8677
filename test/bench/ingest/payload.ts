import { gzipSync } from 'node:zlib';
import { ByteWriter } from '../../../src/core/formats/byteWriter.ts';

export interface Shape {
  readonly batch: number;
  readonly encoding: 'pb' | 'pb+gzip' | 'json';
  readonly attributes: number;
  readonly code: boolean;
  readonly traces: 'many' | 'own';
}

export function nameOf({ batch, encoding, attributes, code, traces }: Shape): string {
  const what = `${encoding} batch ${batch} attributes ${attributes}${code ? ' + code' : ''}`;
  return `${what}, ${traces === 'own' ? 'each span its own trace' : 'traces of 64 spans'}`;
}

export const FUNCTIONS = 500;
const SPANS_A_TRACE = 64;

/** Pseudo-random and the same in every run (Numerical Recipes' generator). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/** Payloads of a shape, different from each other, encoded before any clock starts. */
export function payloadsOf(shape: Shape, count: number, seed: number, nowMs = Date.now()): readonly Uint8Array[] {
  const random = seededRandom(seed);
  const nowNs = BigInt(nowMs) * 1_000_000n;
  return Array.from({ length: count }, () => {
    const spans = Array.from({ length: shape.batch }, () => spanOf(random, nowNs));
    const traces = spans.map((_, i) =>
      shape.traces === 'own' || i % SPANS_A_TRACE === 0 ? bytesOf(random, 16) : undefined,
    );
    for (let i = 1; i < traces.length; i++) traces[i] ??= traces[i - 1];
    if (shape.encoding === 'json') return jsonOf(shape, spans, traces as readonly Uint8Array[]);
    const bytes = protoOf(shape, spans, traces as readonly Uint8Array[]);
    return shape.encoding === 'pb' ? bytes : gzipSync(bytes);
  });
}

interface BenchSpan {
  readonly id: Uint8Array;
  readonly parent: Uint8Array;
  readonly fn: number;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly values: readonly number[];
}

function spanOf(random: () => number, nowNs: bigint): BenchSpan {
  return {
    id: bytesOf(random, 8),
    parent: bytesOf(random, 8),
    fn: Math.floor(random() * FUNCTIONS),
    startNs: nowNs,
    endNs: nowNs + BigInt(Math.floor(1e5 * Math.exp(random() * 4))),
    values: Array.from({ length: 10 }, () => Math.floor(random() * 1000)),
  };
}

function bytesOf(random: () => number, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => 1 + Math.floor(random() * 255));
}

function attributesOf(
  { attributes, code }: Shape,
  { fn, values }: BenchSpan,
): readonly (readonly [string, string | number])[] {
  return [
    ...values.slice(0, attributes).map((value, i) => [`app.attribute.${i}`, `value ${value}`] as const),
    ...(code
      ? ([
          ['code.file.path', '/srv/shop/src/orders.ts'],
          ['code.line.number', fn + 1],
          ['code.function.name', `Orders.f${fn}`],
        ] as const)
      : []),
  ];
}

function protoOf(shape: Shape, spans: readonly BenchSpan[], traces: readonly Uint8Array[]): Uint8Array {
  const out = new ByteWriter(shape.batch * 256);
  const attribute = (field: number, key: string, value: string | number): void => {
    const pair = out.begin(field);
    out.string(1, key);
    const any = out.begin(2);
    if (typeof value === 'string') out.string(1, value);
    else out.varint(3, value);
    out.end(any);
    out.end(pair);
  };
  const u64 = (field: number, value: bigint): void =>
    out.fixed64(field, Number(value >> 32n), Number(value & 0xffffffffn));
  const resourceSpans = out.begin(1);
  const resource = out.begin(1);
  attribute(1, 'service.name', 'orders');
  out.end(resource);
  const scopeSpans = out.begin(2);
  for (const [i, span] of spans.entries()) {
    const start = out.begin(2);
    out.bytes(1, traces[i]!);
    out.bytes(2, span.id);
    if (traces[i] === traces[i - 1]) out.bytes(4, span.parent);
    out.string(5, `operation ${span.fn % 50}`);
    out.varint(6, 2);
    u64(7, span.startNs);
    u64(8, span.endNs);
    for (const [key, value] of attributesOf(shape, span)) attribute(9, key, value);
    out.end(start);
  }
  out.end(scopeSpans);
  out.end(resourceSpans);
  return out.finish();
}

function jsonOf(shape: Shape, spans: readonly BenchSpan[], traces: readonly Uint8Array[]): Uint8Array {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  const pair = (key: string, value: string | number): object => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
  });
  const written = spans.map((span, i) => ({
    traceId: hex(traces[i]!),
    spanId: hex(span.id),
    ...(traces[i] === traces[i - 1] && { parentSpanId: hex(span.parent) }),
    name: `operation ${span.fn % 50}`,
    kind: 2,
    startTimeUnixNano: String(span.startNs),
    endTimeUnixNano: String(span.endNs),
    attributes: attributesOf(shape, span).map(([key, value]) => pair(key, value)),
  }));
  const resource = { attributes: [pair('service.name', 'orders')] };
  return Buffer.from(JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: written }] }] }));
}
