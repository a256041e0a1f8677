import type { Attribute, AttributeValue } from './attribute.ts';
import { isSecretKey, MASKED, maskUrlPasswords } from './secretKeys.ts';

/** The attributes with the values of secret-looking keys, and passwords in URLs, replaced, inside maps and lists too. */
export function maskAttributes(attributes: readonly Attribute[]): readonly Attribute[] {
  return attributes.map(({ key, value }) => ({
    key,
    value: isSecretKey(key) ? { type: 'string', value: MASKED } : maskValue(value),
  }));
}

/** Recursion ends where decoding did, at MAX_ATTRIBUTE_DEPTH. */
function maskValue(value: AttributeValue): AttributeValue {
  if (value.type === 'string') return { type: 'string', value: maskUrlPasswords(value.value) };
  if (value.type === 'map') return { type: 'map', entries: maskAttributes(value.entries) };
  if (value.type === 'array') return { type: 'array', values: value.values.map(maskValue) };
  return value;
}
