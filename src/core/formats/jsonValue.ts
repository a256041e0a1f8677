import { MAX_ATTRIBUTE_DEPTH, type Attribute, type AttributeValue } from '../attribute.ts';
import type { JsonReader } from './jsonReader.ts';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** Any JSON value as an attribute's: whole numbers stay exact, `null` is the empty value. Recursion ends at MAX_ATTRIBUTE_DEPTH. */
export function readJsonValue(json: JsonReader, depth = 0): AttributeValue {
  if (depth >= MAX_ATTRIBUTE_DEPTH) {
    json.skip();
    return { type: 'too-deep' };
  }
  switch (json.peek()) {
    case 'string':
      return { type: 'string', value: json.string() };
    case 'boolean':
      return { type: 'bool', value: json.boolean() };
    case 'number':
      return numberOf(json.numberText());
    case 'null':
      json.skip();
      return { type: 'empty' };
    case 'array': {
      const values: AttributeValue[] = [];
      json.beginArray();
      while (json.nextElement()) values.push(readJsonValue(json, depth + 1));
      return { type: 'array', values };
    }
    case 'object': {
      const entries: Attribute[] = [];
      json.beginObject();
      for (let key = json.nextKey(); key !== undefined; key = json.nextKey())
        entries.push({ key, value: readJsonValue(json, depth + 1) });
      return { type: 'map', entries };
    }
  }
}

/** What neither an int64 nor a double holds exactly enough to be one stays text. */
function numberOf(text: string): AttributeValue {
  if (/^-?\d{1,19}$/.test(text) && text !== '-0') {
    const int = BigInt(text);
    if (int >= INT64_MIN && int <= INT64_MAX) return { type: 'int', value: String(int) };
  }
  const double = Number(text);
  return Number.isFinite(double) ? { type: 'double', value: double } : { type: 'string', value: text };
}
