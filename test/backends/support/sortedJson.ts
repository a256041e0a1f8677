/** A text that is JSON of a list or an object, with keys in order and no spaces; any other text as it is. */
export function sortedJson(text: string): string {
  if (!/^[[{]/.test(text)) return text;
  const sorted = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return JSON.stringify(JSON.parse(text), sorted);
}
