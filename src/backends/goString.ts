/** What ends a string of Go or cannot stand in one, and what would not be seen in a log. */
const ESCAPED = /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g;

/** A text as a string of Go, which TraceQL and PromQL read with `strconv.Unquote` and its like: nothing in it ends it. */
export function goString(text: string): string {
  const escaped = text
    .toWellFormed()
    .replace(ESCAPED, (char) =>
      char === '"' || char === '\\' ? `\\${char}` : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return `"${escaped}"`;
}
