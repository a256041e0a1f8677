import { bytesOf, otlpPayload, otlpSpan } from '../../unit/core/payloads.ts';
import { protoPayload, type ProtoSpan } from './protoParts.ts';

/** A span that nothing is wrong with, which must be kept whatever is beside it; its ID is none of theirs. */
const GOOD: ProtoSpan = { id: 0xf00d_0000 };

function* chain(length: number): Generator<ProtoSpan> {
  yield GOOD;
  for (let id = 1; id < length; id++) yield id === 1 ? { id } : { id, parent: id - 1 };
}

function* ring(length: number): Generator<ProtoSpan> {
  yield GOOD;
  for (let id = 1; id <= length; id++) yield { id, parent: id === 1 ? length : id - 1 };
}

/** AnyValue (ArrayValue (AnyValue ...)): array_value = 5, values = 1; inside out, so that each length is known. */
function nested(depth: number): Uint8Array {
  const tags: Buffer[] = [];
  let length = 0;
  for (let i = 0; i < depth; i++) {
    for (const tag of [0x0a, 0x2a]) {
      const head = Buffer.from([tag, ...varint(length)]);
      tags.push(head);
      length += head.length;
    }
  }
  return Buffer.concat(tags.toReversed());
}

function varint(value: number): readonly number[] {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
}

function deepAttribute(depth: number): Uint8Array {
  const value = nested(depth);
  return protoPayload([
    GOOD,
    {
      id: 1,
      more: (out) => {
        const attribute = out.begin(9);
        out.string(1, 'deep');
        out.bytes(2, value);
        out.end(attribute);
      },
    },
  ]);
}

function emptySpans(count: number): Uint8Array {
  const scope = Buffer.alloc(2 * count);
  for (let at = 0; at < scope.length; at += 2) scope[at] = 0x12;
  const inner = Buffer.concat([Buffer.from([0x12, ...varint(scope.length)]), scope]);
  return Buffer.concat([Buffer.from([0x0a, ...varint(inner.length)]), inner]);
}

/** Bodies that are too large to keep in the repository, by the names the manifest gives them. */
export const GENERATORS: Readonly<Record<string, () => Uint8Array>> = {
  'ring-1000': () => jsonOf(ring(1000)),
  'chain-100000': () => jsonOf(chain(100_000)),
  'key-1-mb': () => bytesOf(otlpPayload([otlpSpan({ id: GOOD.id }), otlpSpan({ id: 1, attributes: [longKey()] })])),
  'deep-unknown': () => bytesOf(`{"resourceSpans":[],"x":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`),
  'start-groups': () => Buffer.concat([protoPayload([GOOD]), Buffer.alloc(100_000, 0x0b)]),
  'any-value-49': () => deepAttribute(49),
  'any-value-60': () => deepAttribute(60),
  'any-value-1000': () => deepAttribute(1000),
  'any-value-100000': () => deepAttribute(100_000),
  'trace-id-1-mb': () => protoPayload([GOOD, { id: 1, traceId: Buffer.alloc(2 ** 20, 1) }]),
  'empty-spans-5m': () => emptySpans(5_000_000),
  'empty-json-spans-1m': () => bytesOf(`{"resourceSpans":[{"scopeSpans":[{"spans":[{}${',{}'.repeat(999_999)}]}]}]}`),
};

function jsonOf(spans: Iterable<ProtoSpan>): Uint8Array {
  return bytesOf(
    otlpPayload(Array.from(spans, ({ id, parent }) => otlpSpan({ id, ...(parent !== undefined && { parent }) }))),
  );
}

function longKey(): object {
  return { key: 'k'.repeat(2 ** 20), value: { stringValue: 'v' } };
}
