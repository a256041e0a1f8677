const MAX_QUOTED_CHARS = 200;

/** A foreign text as one short line for a sentence: no control characters, no direction overrides (security.md T30). */
export function quoted(text: string): string {
  const line = text
    .slice(0, 4 * MAX_QUOTED_CHARS)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return line.length > MAX_QUOTED_CHARS ? `${line.slice(0, MAX_QUOTED_CHARS)}…` : line;
}
