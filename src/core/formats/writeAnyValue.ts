import { MAX_ATTRIBUTE_DEPTH, type Attribute, type AttributeValue } from '../attribute.ts';
import { isSecretKey, MASKED, maskUrlPasswords } from '../secretKeys.ts';
import type { JsonWriter } from './jsonWriter.ts';

/** Writes a KeyValue; `mask` hides what a secret-looking key holds, at any depth. */
export function writeAttribute(json: JsonWriter, { key, value }: Attribute, mask: boolean, depth = 0): void {
  json.beginObject();
  json.key('key');
  json.string(key);
  json.key('value');
  writeAnyValue(json, mask && isSecretKey(key) ? { type: 'string', value: MASKED } : value, mask, depth);
  json.endObject();
}

/** Writes an AnyValue as OTLP JSON has it: 64-bit integers as strings, bytes in base64. */
function writeAnyValue(json: JsonWriter, value: AttributeValue, mask: boolean, depth: number): void {
  json.beginObject();
  if (depth >= MAX_ATTRIBUTE_DEPTH || value.type === 'too-deep') variant(json, 'stringValue', '(nested too deep)');
  else if (value.type === 'string') variant(json, 'stringValue', mask ? maskUrlPasswords(value.value) : value.value);
  else if (value.type === 'bytes') variant(json, 'bytesValue', value.value);
  else if (value.type === 'int') variant(json, 'intValue', value.value);
  else if (value.type === 'bool') {
    json.key('boolValue');
    json.literal(String(value.value));
  } else if (value.type === 'double') {
    json.key('doubleValue');
    if (typeof value.value === 'string') json.string(value.value);
    // JSON.stringify forgets the sign of zero.
    else json.literal(Object.is(value.value, -0) ? '-0' : String(value.value));
  } else if (value.type === 'array') {
    list(json, 'arrayValue', value.values, (one) => writeAnyValue(json, one, mask, depth + 1));
  } else if (value.type === 'map') {
    list(json, 'kvlistValue', value.entries, (one) => writeAttribute(json, one, mask, depth + 1));
  }
  json.endObject();
}

function variant(json: JsonWriter, name: string, text: string): void {
  json.key(name);
  json.string(text);
}

function list<T>(json: JsonWriter, name: string, values: readonly T[], write: (value: T) => void): void {
  json.key(name);
  json.beginObject();
  json.key('values');
  json.beginArray();
  for (const value of values) write(value);
  json.endArray();
  json.endObject();
}
