/** Parses a small answer; `undefined` when it is not JSON. The parser's message is dropped: it quotes the body. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** An own field of a JSON object; `undefined` for anything else. */
export function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

/** A field that holds text; anything else is empty. */
export function textField(value: unknown, key: string): string {
  const text = field(value, key);
  return typeof text === 'string' ? text : '';
}

/** A field that holds a count; anything else, and what protobuf's JSON leaves out for zero, is 0. */
export function countField(value: unknown, key: string): number {
  const count = field(value, key);
  return Number.isSafeInteger(count) && (count as number) >= 0 ? (count as number) : 0;
}

/** A field that holds a list; anything else is empty. */
export function listField(value: unknown, key: string): readonly unknown[] {
  const list = field(value, key);
  return Array.isArray(list) ? (list as readonly unknown[]) : [];
}

export function isJsonObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
