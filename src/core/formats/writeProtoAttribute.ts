import { MAX_ATTRIBUTE_DEPTH, type Attribute, type AttributeValue } from '../attribute.ts';
import type { ByteWriter } from './byteWriter.ts';

/** Writes a KeyValue (key = 1, value = 2) as field `field`. Recursion ends at MAX_ATTRIBUTE_DEPTH. */
export function writeProtoAttribute(out: ByteWriter, field: number, { key, value }: Attribute, depth = 0): void {
  const start = out.begin(field);
  out.string(1, key);
  writeValue(out, 2, value, depth);
  out.end(start);
}

/** AnyValue: string = 1, bool = 2, int = 3, double = 4, array = 5, kvlist = 6; bytes come as text here. */
function writeValue(out: ByteWriter, field: number, value: AttributeValue, depth: number): void {
  const start = out.begin(field);
  if (depth >= MAX_ATTRIBUTE_DEPTH || value.type === 'too-deep') out.string(1, '(nested too deep)');
  else if (value.type === 'string' || value.type === 'bytes') out.string(1, value.value);
  else if (value.type === 'bool') out.varint(2, value.value ? 1 : 0);
  else if (value.type === 'int') out.varint64(3, BigInt(value.value));
  else if (value.type === 'double') out.double(4, Number(value.value));
  else if (value.type === 'array') {
    const list = out.begin(5);
    for (const one of value.values) writeValue(out, 1, one, depth + 1);
    out.end(list);
  } else if (value.type === 'map') {
    const list = out.begin(6);
    for (const one of value.entries) writeProtoAttribute(out, 1, one, depth + 1);
    out.end(list);
  }
  out.end(start);
}
