import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Trace } from '../../../src/core/assemble.ts';
import { attributeOf, attributeText } from '../../../src/core/attribute.ts';
import { RECEIVER_LIMITS } from '../../../src/core/formats/limits.ts';
import { otlpJsonToProto } from '../../../src/core/formats/otlpJson.ts';
import { groupByAttribute } from '../../../src/core/groupByAttribute.ts';
import { spanDetail } from '../../../src/core/spanDetail.ts';
import { TraceBuilder } from '../../../src/core/traceBuilder.ts';
import { bytesOf } from './payloads.ts';

type Value = string | number | boolean;

/** One span for each entry, in this order; `host` is an attribute of the resource of all. */
function traceOf(spans: readonly (readonly (readonly [string, Value])[])[]): Trace {
  const value = (raw: Value): object =>
    typeof raw === 'string' ? { stringValue: raw } : typeof raw === 'boolean' ? { boolValue: raw } : { intValue: raw };
  const pairs = (list: readonly (readonly [string, Value])[]): object[] =>
    list.map(([key, raw]) => ({ key, value: value(raw) }));
  const json = {
    resourceSpans: [
      {
        resource: { attributes: pairs([['host', 'shop-1']]) },
        scopeSpans: [
          {
            spans: spans.map((attributes, index) => ({
              traceId: '5b8efff798038103d269b633813fc60c',
              spanId: (index + 1).toString(16).padStart(16, '0'),
              name: 'a',
              startTimeUnixNano: String(1000 + index),
              endTimeUnixNano: String(2000 + index),
              attributes: pairs(attributes),
            })),
          },
        ],
      },
    ],
  };
  const builder = new TraceBuilder(RECEIVER_LIMITS);
  builder.add(otlpJsonToProto(bytesOf(json), RECEIVER_LIMITS).bytes);
  return builder.build()[0]!;
}

const grouped = (trace: Trace, key: string): readonly string[] => {
  const { labels, group } = groupByAttribute(trace, key);
  return Array.from(group, (index) => labels[index]!);
};

test('values that read alike are one group, whatever their type; spans without the key are in group 0', () => {
  const trace = traceOf([[['code', 200]], [['code', '200']], [['other', 1]], [['code', true]]]);
  expect(grouped(trace, 'code')).toEqual(['200', '200', '(none)', 'true']);
  expect(groupByAttribute(trace, 'code').labels).toEqual(['(none)', '200', 'true']);
});

test('where a span has no such attribute, its resource’s counts', () => {
  expect(grouped(traceOf([[], [['host', 'own']]]), 'host')).toEqual(['shop-1', 'own']);
});

test('of a key that repeats, the first value counts; keys are any text', () => {
  const trace = traceOf([
    [
      ['__proto__', 'first'],
      ['__proto__', 'second'],
    ],
  ]);
  expect(grouped(trace, '__proto__')).toEqual(['first']);
});

test('a long value is cut', () => {
  const [label] = grouped(traceOf([[['body', 'x'.repeat(10_000)]]]), 'body');
  expect(label).toHaveLength(401);
});

test('every span is in the group of what its details say', () => {
  const attribute = fc.tuple(fc.constantFrom('a', 'b', '', 'host'), fc.oneof(fc.string(), fc.integer(), fc.boolean()));
  fc.assert(
    fc.property(fc.array(fc.array(attribute, { maxLength: 4 }), { minLength: 1, maxLength: 12 }), (spans) => {
      const trace = traceOf(spans);
      for (const key of ['a', '', 'host']) {
        const groups = grouped(trace, key);
        for (const [row, label] of groups.entries()) {
          const { attributes, resource } = spanDetail(trace, row);
          const value = attributeOf(attributes, key) ?? attributeOf(resource, key);
          expect(label).toBe(value === undefined ? '(none)' : attributeText(value));
        }
      }
    }),
  );
});
