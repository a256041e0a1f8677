import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonReader } from '../../../src/core/formats/jsonReader.ts';
import { Problem } from '../../../src/core/problem.ts';
import { bytesOf } from './payloads.ts';

/** Builds the value that the reader reads, to compare with the standard parser. */
function build(json: JsonReader): unknown {
  switch (json.peek()) {
    case 'object': {
      const entries: [string, unknown][] = [];
      json.beginObject();
      for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) entries.push([key, build(json)]);
      return Object.fromEntries(entries);
    }
    case 'array': {
      const values: unknown[] = [];
      json.beginArray();
      while (json.nextElement()) values.push(build(json));
      return values;
    }
    case 'string':
      return json.string();
    case 'number':
      return Number(json.numberText());
    case 'boolean':
      return json.boolean();
    case 'null':
      json.null();
      return null;
  }
}

function parse(text: string): unknown {
  const json = new JsonReader(bytesOf(text), 100);
  const value = build(json);
  json.end();
  return value;
}

test('reads any JSON as the standard parser does, pretty-printed too', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), fc.nat(2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(parse(text)).toEqual(JSON.parse(text));
    }),
  );
});

test('skipping a value ends where reading it ends', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      const bytes = bytesOf(`[${JSON.stringify(value)},"after"]`);
      const json = new JsonReader(bytes, 100);
      json.beginArray();
      json.nextElement();
      json.skip();
      expect(json.nextElement()).toBe(true);
      expect(json.string()).toBe('after');
    }),
  );
});

test('accepts and refuses what the standard parser does', () => {
  const alphabet = fc.constantFrom(...'{}[]":,truefalsn 0123456789.eE+-\\u'.split(''));
  fc.assert(
    fc.property(fc.array(alphabet, { maxLength: 12 }), (chars) => {
      const text = chars.join('');
      let expected: unknown;
      try {
        expected = JSON.parse(text);
      } catch {
        expect(() => parse(text)).toThrow(Problem);
        return;
      }
      expect(parse(text)).toEqual(expected);
    }),
    { numRuns: 3000 },
  );
});

test.each(['{"a":1,}', '[1,]', '01', '1.', '-', '"\u0001"', '"a', '{"a" 1}', 'nul', '[1 2]', '{1:2}', '"\\x"', '1 2'])(
  'refuses %j',
  (text) => {
    expect(() => parse(text)).toThrow(/broken at byte \d+/);
  },
);

test('a byte order mark is passed over', () => {
  expect(parse('\uFEFF{"a":1}')).toEqual({ a: 1 });
});
