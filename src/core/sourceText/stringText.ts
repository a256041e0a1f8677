import type { ScannedSource, SourceString } from './scanSource.ts';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** What a string literal may stand for: as written, and with its escapes worked out. Which of the two it is depends on its kind. */
export function stringTexts({ source }: ScannedSource, { start, end }: SourceString): readonly string[] {
  const written = source.slice(start, end);
  return written.includes('\\')
    ? [written, written.replaceAll(/\\(.)/g, (_, c: string) => ESCAPES[c] ?? c)]
    : [written];
}

/** Whether a string literal, all of it, is this text. */
export function isText(scanned: ScannedSource, string: SourceString, text: string): boolean {
  const length = string.end - string.start;
  // An escape takes two characters for one.
  if (!string.whole || length < text.length || length > 2 * text.length) return false;
  return stringTexts(scanned, string).includes(text);
}
