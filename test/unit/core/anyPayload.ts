/** OTLP JSON payloads with anything in them, for properties. */
import fc from 'fast-check';
import { EPOCH_NS, spanId, TRACE } from './payloads.ts';

export const OTHER_TRACE = 'abcdef00abcdef00abcdef00abcdef00';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }).map((one) => one.toWellFormed()),
  fc.constantFrom('</style>]]>', '__proto__', '"\\\u2028', "=cmd|'/c calc'!A0"),
);

const anyValue: fc.Arbitrary<object> = fc.letrec<{ value: object; leaf: object }>((tie) => ({
  leaf: fc.oneof(
    fc.record({ stringValue: text }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
    fc.double({ noDefaultInfinity: true, noNaN: true }).map((one) => ({ doubleValue: one })),
    fc.record({ doubleValue: fc.constantFrom('NaN', 'Infinity', '-Infinity', '-0') }),
    fc.record({ bytesValue: fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64')) }),
    fc.constant({}),
  ),
  value: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 3 }).map((values) => ({ arrayValue: { values } })),
    fc
      .array(fc.tuple(text, tie('value')), { maxLength: 3 })
      .map((pairs) => ({ kvlistValue: { values: pairs.map(([key, value]) => ({ key, value })) } })),
  ),
})).value;

const attributes = fc.array(fc.record({ key: text, value: anyValue }), { maxLength: 4 });
const nanos = fc.oneof(
  fc.nat(10_000).map((ns) => String(EPOCH_NS + BigInt(ns))),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
);
const uint32 = fc.nat({ max: 0xffff_ffff });

const span = fc.record({
  traceId: fc.constantFrom(TRACE, TRACE, TRACE, OTHER_TRACE),
  spanId: fc.integer({ min: 1, max: 30 }).map(spanId),
  parentSpanId: fc.oneof(fc.constant(''), fc.integer({ min: 1, max: 30 }).map(spanId)),
  traceState: text,
  name: text,
  kind: fc.nat({ max: 5 }),
  startTimeUnixNano: nanos,
  endTimeUnixNano: nanos,
  attributes,
  droppedAttributesCount: uint32,
  events: fc.array(fc.record({ timeUnixNano: nanos, name: text, attributes }), { maxLength: 2 }),
  links: fc.array(
    fc.record({
      traceId: fc.constantFrom(TRACE, OTHER_TRACE),
      spanId: fc.integer({ min: 1, max: 30 }).map(spanId),
      traceState: text,
      attributes,
      flags: uint32,
    }),
    { maxLength: 2 },
  ),
  status: fc.record({ code: fc.nat({ max: 2 }), message: text }),
  flags: uint32,
});

export const anyPayload = fc.record({
  resourceSpans: fc.array(
    fc.record({
      resource: fc.record({ attributes, droppedAttributesCount: uint32 }),
      schemaUrl: text,
      scopeSpans: fc.array(
        fc.record({
          scope: fc.record({ name: text, version: text, attributes }),
          schemaUrl: text,
          spans: fc.array(span, { maxLength: 4 }),
        }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 3 },
  ),
});
