import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asciiLower } from '../../../src/core/asciiLower.ts';
import { spanIdOf, type Trace } from '../../../src/core/assemble.ts';
import type { Attribute, AttributeValue } from '../../../src/core/attribute.ts';
import { FILE_LIMITS } from '../../../src/core/formats/limits.ts';
import { otlpJsonToProto } from '../../../src/core/formats/otlpJson.ts';
import { matchSpans } from '../../../src/core/matchSpans.ts';
import { SPAN_KINDS, type SpanDetail } from '../../../src/core/span.ts';
import { spanDetail } from '../../../src/core/spanDetail.ts';
import {
  type AttributeTest,
  type Comparison,
  parseDecimal,
  parseSpanQuery,
  type SpanQuery,
  type SpanTerm,
  type TextPattern,
} from '../../../src/core/spanQuery.ts';
import { TraceBuilder } from '../../../src/core/traceBuilder.ts';
import { TraceText } from '../../../src/core/traceText.ts';
import { bytesOf, otlpPayload, otlpSpan, TRACE } from './payloads.ts';

function build(payloads: readonly object[]): Trace {
  const builder = new TraceBuilder(FILE_LIMITS);
  for (const payload of payloads) builder.add(otlpJsonToProto(bytesOf(payload), FILE_LIMITS).bytes);
  return builder.build().find(({ header }) => header.traceId === TRACE)!;
}

/** Last digits of the span IDs of the rows that match, in order of the ID. */
function idsOf(trace: Trace, text: string): string {
  const rows = matchSpans(trace, new TraceText(trace), parseSpanQuery(text));
  expect(rows).toEqual(rows.slice().sort());
  return Array.from(rows, (row) => spanIdOf(trace.material.rows, trace.source[row]!).at(-1)!)
    .sort()
    .join('');
}

const string = (key: string, stringValue: string): object => ({ key, value: { stringValue } });
const int = (key: string, intValue: string): object => ({ key, value: { intValue } });

const SHOP = build([
  otlpPayload(
    [
      otlpSpan({
        id: 1,
        name: 'POST /orders',
        kind: 2,
        end: 100e6,
        attributes: [string('http.route', '/orders'), int('http.status', '500'), string('ümläut', 'Größe 東京')],
        status: { code: 2, message: 'Stock is empty' },
      }),
      otlpSpan({
        id: 2,
        parent: 1,
        name: 'SELECT stock',
        kind: 3,
        end: 40e6,
        attributes: [
          string('db.statement', "SELECT * FROM stock WHERE sku = 'A-7'"),
          int('rows', '-12'),
          int('big', '9007199254740993'),
          string('ratio', '0.25'),
          string('__proto__', 'polluted'),
          string('constructor', 'a*b'),
        ],
        status: { code: 1 },
      }),
      otlpSpan({
        id: 3,
        parent: 1,
        start: 50e6,
        end: 60e6,
        name: 'log',
        attributes: [
          { key: 'tags', value: { arrayValue: { values: [{ stringValue: 'red' }, { intValue: '7' }] } } },
          { key: 'body', value: { kvlistValue: { values: [string('Inner.Key', 'deep')] } } },
          { key: 'cached', value: { boolValue: true } },
          { key: 'share', value: { doubleValue: 1.5 } },
          { key: 'raw', value: { bytesValue: btoa('secret bytes') } },
          { key: 'none', value: {} },
        ],
        events: [{ timeUnixNano: '1', name: 'exception', attributes: [string('exception.type', 'TypeError')] }],
        links: [{ traceId: TRACE, spanId: '00000000deadbeef', attributes: [string('linked', 'elsewhere')] }],
        traceState: 'vendor=opaque',
      }),
    ],
    'Shop',
  ),
  otlpPayload([otlpSpan({ id: 4, parent: 1, end: 5, name: 'PUT /stock' })], 'inventory'),
  otlpPayload([otlpSpan({ id: 9, traceId: `${'0'.repeat(31)}1`, name: 'POST /orders of another trace' })]),
]);

describe('a search in a trace', () => {
  test.each([
    ['', ''],
    ['stock', '124'],
    ['STOCK select', '2'],
    ['"select stock"', '2'],
    ['"sku = \'a-7\'"', '2'],
    ['-stock', '3'],
    ['stock -select -put', '1'],
    ['shop', '123'],
    ['service.name', '1234'],
    ['größe', '1'],
    ['東京', '1'],
    ['京', '1'],
    ['Ümläut=*', ''],
    ['ümläut=*東京', '1'],
    ['typeerror', '3'],
    ['exception.type', '3'],
    ['"is empty"', '1'],
    ['inner.key', '3'],
    ['deep', '3'],
    ['500', '1'],
    ['-12', '134'],
    ['"-12"', '2'],
    ['tru -constructor', '3'],
    ['1.5', '3'],
    ['0000000000000002', '2'],
    ['"* from"', '2'],
    ['sel.ct', ''],
    // What is not text of the span: bytes, links, trace state, trace ID, and what two fields only make together.
    ['secret', ''],
    ['elsewhere', ''],
    ['vendor', ''],
    ['4319c', ''],
    ['http.route/orders', ''],
    ['http.route\u0012', ''],
    ['http.status=500', '1'],
    ['HTTP.Status=50*', '1'],
    ['http.status=5', ''],
    ['http.status>=500', '1'],
    ['http.status>500', ''],
    ['rows<0', '2'],
    ['ratio>0.2 ratio<=0.25', '2'],
    ['ratio>0.25', ''],
    ['big>9007199254740000', '2'],
    ['big=9007199254740993', '2'],
    ['db.statement>0', ''],
    ['service.name=inventory', '4'],
    ['service.name!=inventory', '123'],
    ['-service.name=inventory', '123'],
    ['http.route!=/orders', ''],
    ['http.route!=*', '234'],
    ['none=*', '3'],
    ['none=""', ''],
    ['tags=red', '3'],
    ['tags=7', '3'],
    ['tags>6', '3'],
    ['body=deep', '3'],
    ['raw=*', '3'],
    ['cached=TRUE', '3'],
    ['share>1', '3'],
    ['__proto__=polluted', '2'],
    ['__proto__=*', '2'],
    ['toString=*', ''],
    ['constructor=a*b', '2'],
    ['constructor="a*"', ''],
    ['constructor=a*', '2'],
    ['constructor=*b', '2'],
    ['constructor=***', '2'],
    ['db.statement=*"A-7"*', '2'],
    ['db.statement=(.*)+', ''],
    ['duration>=40ms', '12'],
    ['duration<1us', '4'],
    ['self<51ms self>40ms', '1'],
    ['error', '1'],
    ['-error', '234'],
    ['status:ok', '2'],
    ['status:unset', '34'],
    ['kind:server', '1'],
    ['-kind:internal', '12'],
    ['service:shop', '123'],
    ['service:sh*', '123'],
    ['name:"put /stock"', '4'],
    ['name:*stock', '24'],
    ['event:exception', '3'],
    ['event:exc', ''],
    ['event:exc*', '3'],
    ['duration>', ''],
    ['duration> stock kind:client', '2'],
  ])('%j finds %j', (text, ids) => {
    expect(idsOf(SHOP, text)).toBe(ids);
  });

  test('finds no deeper than values are shown', () => {
    const nested = (levels: number): object =>
      levels === 0 ? { stringValue: `bottom` } : { arrayValue: { values: [nested(levels - 1)] } };
    const trace = build([
      otlpPayload([
        otlpSpan({ id: 1, attributes: [{ key: 'k', value: nested(31) }] }),
        otlpSpan({ id: 2, attributes: [{ key: 'k', value: nested(33) }] }),
      ]),
    ]);
    expect(idsOf(trace, 'bottom')).toBe('1');
    expect(idsOf(trace, 'k=bottom')).toBe('1');
  });

  test('insides that cannot be read cost neither the other attributes nor the other spans', () => {
    const { bytes } = otlpJsonToProto(
      bytesOf(
        otlpPayload([
          otlpSpan({ id: 1, attributes: [string('first', 'needle'), string('broken', 'XXXXXXXX')] }),
          otlpSpan({ id: 2, attributes: [string('other', 'needle')] }),
        ]),
      ),
      FILE_LIMITS,
    );
    // The broken attribute's value claims to be longer than it is.
    const at = bytes.findIndex((byte, i) => byte === 0x58 && bytes[i + 1] === 0x58) - 1;
    bytes[at] = 0x7f;
    const builder = new TraceBuilder(FILE_LIMITS);
    builder.add(bytes);
    const trace = builder.build()[0]!;
    expect(idsOf(trace, 'needle')).toBe('12');
    expect(idsOf(trace, 'first=needle')).toBe('1');
    expect(idsOf(trace, 'other=needle')).toBe('2');
    expect(idsOf(trace, 'broken=*')).toBe('1');
    expect(idsOf(trace, 'xxx')).toBe('');
  });

  test('finds in traces of many chunks, kept or not, and of many interleaved payloads', () => {
    const filler = 'lorem ipsum '.repeat(3000);
    const spans = Array.from({ length: 300 }, (_, i) =>
      otlpSpan({ id: i + 1, attributes: [string('filler', filler), string('n', `number-${i}.`)] }),
    );
    const trace = build([
      otlpPayload(spans.slice(0, 290)),
      ...spans
        .slice(290)
        .flatMap((span, i) => [
          otlpPayload([otlpSpan({ id: i + 1, traceId: `${'0'.repeat(31)}1`, attributes: [string('n', 'number-7.')] })]),
          otlpPayload([span]),
        ]),
    ]);
    for (const text of [new TraceText(trace), new TraceText(trace, 0)]) {
      const count = (typed: string): number => matchSpans(trace, text, parseSpanQuery(typed)).length;
      for (let again = 0; again < 2; again++) {
        expect(count('number-7.')).toBe(1);
        expect(count('number-299.')).toBe(1);
        expect(count('IPSUM')).toBe(300);
        expect(count('ipsum number-29 -number-29.')).toBe(10);
        expect(count('nowhere')).toBe(0);
      }
    }
  });

  test('is the same as looking into every span', () => {
    fc.assert(
      fc.property(
        anyTrace,
        fc.array(anyCondition, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (payloads, words, kept) => {
          const trace = build(payloads);
          const query = parseSpanQuery(words.join(' '));
          const found = matchSpans(trace, new TraceText(trace, kept ? undefined : 0), query);
          expect([...found]).toEqual(naiveRows(trace, query));
        },
      ),
      { numRuns: 300 },
    );
  });
});

const words = [
  'get',
  'GET',
  'Get orders',
  'a',
  'b',
  '1',
  '12',
  '-1',
  '1.5',
  'true',
  'é',
  'É',
  '東京',
  '*',
  'a*b',
  '__proto__',
  'k',
  '',
];
const keys = ['k', 'K.k', '__proto__', 'constructor', 'a b', 'é', 'get'];
const word = fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'grapheme', maxLength: 4 }));
const { value: anyValue } = fc.letrec<{ value: object }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    word.map((stringValue) => ({ stringValue })),
    fc.oneof(fc.integer({ min: -20, max: 20 }).map(BigInt), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)).map((all) => ({
      intValue: String(all),
    })),
    fc.oneof(fc.double(), fc.constantFrom(1.5, 12)).map((double) => ({
      doubleValue: Number.isFinite(double) ? double : String(double),
    })),
    fc.boolean().map((boolValue) => ({ boolValue })),
    fc.constantFrom({ bytesValue: btoa('get') }, {}),
    fc.array(tie('value'), { maxLength: 3 }).map((values) => ({ arrayValue: { values } })),
    fc
      .array(fc.record({ key: fc.constantFrom(...keys), value: tie('value') }), { maxLength: 3 })
      .map((values) => ({ kvlistValue: { values } })),
  ),
}));
const attributes = fc.array(fc.record({ key: fc.constantFrom(...keys), value: anyValue }), { maxLength: 4 });
const anySpan = fc
  .record({
    id: fc.integer({ min: 1, max: 0xffff }),
    parent: fc.integer({ min: 1, max: 4 }),
    foreign: fc.integer({ min: 0, max: 5 }),
    name: word,
    kind: fc.integer({ min: 0, max: 5 }),
    start: fc.integer({ min: 0, max: 100 }),
    end: fc.integer({ min: 0, max: 100 }),
    attributes,
    status: fc.record({ code: fc.integer({ min: 0, max: 2 }), message: word }),
    events: fc.array(
      fc.record({ timeUnixNano: fc.constant('1'), name: fc.constantFrom('exception', 'get', 'é'), attributes }),
      { maxLength: 2 },
    ),
  })
  .map(({ foreign, ...span }) => otlpSpan({ ...span, ...(foreign === 0 && { traceId: `${'0'.repeat(31)}1` }) }));
const anyTrace = fc
  .array(fc.tuple(fc.array(anySpan, { minLength: 1, maxLength: 8 }), attributes), { minLength: 1, maxLength: 3 })
  .map((parts) =>
    // The first span makes sure that there is a trace.
    parts.map(([spans, resource], i) => ({
      resourceSpans: [
        {
          resource: { attributes: resource },
          scopeSpans: [{ spans: i === 0 ? [otlpSpan({ id: 0x1ffff }), ...spans] : spans }],
        },
      ],
    })),
  );
const quoted = (all: string): string => `"${all.replaceAll('\\', '').replaceAll('"', '\\"')}"`;
const anyPattern = fc
  .tuple(fc.boolean(), word, fc.boolean())
  .map(([start, all, end]) => `${start ? '*' : ''}${quoted(all)}${end ? '*' : ''}`);
const sign = fc.constantFrom('<', '<=', '>', '>=');
const anyCondition = fc
  .tuple(
    fc.constantFrom('', '', '-'),
    fc.oneof(
      word.map(quoted),
      fc.constantFrom('error', 'status:ok', 'status:unset', '0001', '1ffff', '12', 'unknown_service'),
      fc.constantFrom(...SPAN_KINDS).map((kind) => `kind:${kind}`),
      fc
        .tuple(fc.constantFrom('service', 'name', 'event'), anyPattern)
        .map(([field, pattern]) => `${field}:${pattern}`),
      fc
        .tuple(fc.constantFrom(...keys), fc.constantFrom('=', '!='), anyPattern)
        .map(([key, op, pattern]) => `${quoted(key)}${op}${pattern}`),
      fc.tuple(fc.constantFrom(...keys), fc.constantFrom('=*', '!=*')).map(([key, op]) => `${quoted(key)}${op}`),
      fc
        .tuple(fc.constantFrom(...keys), sign, fc.constantFrom('0', '1.5', '-1', '12'))
        .map(([key, op, number]) => `${quoted(key)}${op}${number}`),
      fc
        .tuple(fc.constantFrom('duration', 'self'), sign, fc.integer({ min: 0, max: 50 }))
        .map(([of, op, ns]) => `${of}${op}${ns}ns`),
    ),
  )
  .map(([minus, condition]) => minus + condition);

/** The same by decoding every span whole. */
function naiveRows(trace: Trace, { conditions }: SpanQuery): readonly number[] {
  if (conditions.length === 0) return [];
  return Array.from({ length: trace.columns.count }, (_, row) => row).filter((row) => {
    const detail = spanDetail(trace, row);
    return conditions.every(({ term, excluded }) => meets(detail, term) !== excluded);
  });
}

function meets(span: SpanDetail, term: SpanTerm): boolean {
  switch (term.about) {
    case 'text':
      return (
        textsOf(span).some((text) => asciiLower(text).includes(term.text)) ||
        (/^[0-9a-f]{4,16}$/.test(term.text) && span.spanId.includes(term.text))
      );
    case 'attribute': {
      const all = [...span.attributes, ...span.resource].filter(({ key }) => asciiLower(key) === term.key);
      return meetsTest(
        all.map(({ value }) => leavesOf(value)),
        term.test,
      );
    }
    case 'duration':
      return holds(span.durationNs, term.comparison, term.ns);
    case 'self':
      return holds(span.selfNs, term.comparison, term.ns);
    case 'kind':
      return span.kind === term.kind;
    case 'status':
      return span.status === term.status;
    case 'service':
      return fits(span.service, term.name);
    case 'operation':
      return fits(span.name, term.name);
    case 'event':
      return span.events.some(({ name }) => fits(name, term.name));
  }
}

function meetsTest(values: readonly (readonly string[])[], test: AttributeTest): boolean {
  switch (test.is) {
    case 'present':
      return values.length > 0;
    case 'absent':
      return values.length === 0;
    case 'equal':
      return values.flat().some((text) => fits(text, test.value));
    case 'different':
      return values.length > 0 && !values.flat().some((text) => fits(text, test.value));
    case 'number':
      return values.flat().some((text) => {
        const number = parseDecimal(text);
        return number !== undefined && holds(number, test.comparison, test.number);
      });
  }
}

function textsOf(span: SpanDetail): readonly string[] {
  const within = (all: readonly Attribute[]): readonly string[] =>
    all.flatMap(({ key, value }) => [key, ...leavesOf(value), ...innerKeys(value)]);
  return [
    span.name,
    span.service,
    span.statusMessage,
    ...within(span.attributes),
    ...within(span.resource),
    ...span.events.flatMap(({ name, attributes }) => [name, ...within(attributes)]),
  ];
}

function leavesOf(value: AttributeValue): readonly string[] {
  switch (value.type) {
    case 'array':
      return value.values.flatMap(leavesOf);
    case 'map':
      return value.entries.flatMap((entry) => leavesOf(entry.value));
    case 'bytes':
    case 'empty':
    case 'too-deep':
      return [];
    default:
      return [String(value.value)];
  }
}

function innerKeys(value: AttributeValue): readonly string[] {
  if (value.type === 'array') return value.values.flatMap(innerKeys);
  return value.type === 'map' ? value.entries.flatMap((entry) => [entry.key, ...innerKeys(entry.value)]) : [];
}

function fits(text: string, { text: wanted, openStart, openEnd }: TextPattern): boolean {
  const folded = asciiLower(text);
  if (openStart && openEnd) return folded.includes(wanted);
  if (openStart) return folded.endsWith(wanted);
  return openEnd ? folded.startsWith(wanted) : folded === wanted;
}

function holds(value: number, comparison: Comparison, limit: number): boolean {
  return { '<': value < limit, '<=': value <= limit, '>': value > limit, '>=': value >= limit }[comparison];
}
