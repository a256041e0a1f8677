/**
 * An OTLP AnyValue in a form that survives JSON: 64-bit integers are decimal strings, bytes are base64,
 * the doubles JSON lacks are spelled out. `too-deep` stands for what lay below the nesting limit.
 */
export type AttributeValue =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: string }
  | { readonly type: 'double'; readonly value: number | 'NaN' | 'Infinity' | '-Infinity' }
  | { readonly type: 'bytes'; readonly value: string }
  | { readonly type: 'array'; readonly values: readonly AttributeValue[] }
  | { readonly type: 'map'; readonly entries: readonly Attribute[] }
  | { readonly type: 'empty' }
  | { readonly type: 'too-deep' };

/** Keys may repeat and may be any text, `__proto__` included: never use them as object keys. */
export interface Attribute {
  readonly key: string;
  readonly value: AttributeValue;
}

/** Nesting below this many levels is replaced by `too-deep` (security.md T7). */
export const MAX_ATTRIBUTE_DEPTH = 32;

/** The first value under `key`, or `undefined`. */
export function attributeOf(attributes: readonly Attribute[], key: string): AttributeValue | undefined {
  return attributes.find((attribute) => attribute.key === key)?.value;
}

/** The text of a string attribute; other types and absence give `undefined`. */
export function stringAttribute(attributes: readonly Attribute[], key: string): string | undefined {
  const value = attributeOf(attributes, key);
  return value?.type === 'string' ? value.value : undefined;
}

/** A value as one line of text for people: strings bare, lists and maps in a JSON-like form. */
export function attributeText(value: AttributeValue): string {
  return value.type === 'string' ? value.value : nestedText(value);
}

function nestedText(value: AttributeValue): string {
  switch (value.type) {
    case 'string':
      return JSON.stringify(value.value);
    case 'bool':
    case 'int':
    case 'double':
      return String(value.value);
    case 'bytes':
      return `base64:${value.value}`;
    case 'array':
      return `[${value.values.map(nestedText).join(', ')}]`;
    case 'map':
      return `{${value.entries.map((entry) => `${JSON.stringify(entry.key)}: ${nestedText(entry.value)}`).join(', ')}}`;
    case 'empty':
      return '(empty)';
    case 'too-deep':
      return '(nested too deep)';
  }
}
