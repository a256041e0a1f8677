const UNIT_NS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', 1e3],
  ['µs', 1e3],
  ['μs', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
  ['m', 60e9],
  ['h', 3600e9],
]);

/** Nanoseconds of what people type as `50ms` or `1.5 s`; `undefined` without a number or a unit. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,9})?)\s*([a-zµμ]{1,2})$/i.exec(text);
  const unitNs = UNIT_NS.get(match?.[2]?.toLowerCase() ?? '');
  return match && unitNs !== undefined ? Number(match[1]) * unitNs : undefined;
}
