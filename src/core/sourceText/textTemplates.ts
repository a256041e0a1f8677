import type { ScannedSource, SourceString } from './scanSource.ts';
import type { SourceLanguage } from './sourceLanguage.ts';

/** A text of the code with parts that are only known when it runs. */
export interface TextTemplate {
  /** The index of its (first) string literal. */
  readonly index: number;
  /** What is fixed, in order; between each two is something else. */
  readonly pieces: readonly string[];
}

const PRINTF = /%[-+# 0]{0,3}\d{0,4}(?:\.\d{1,3})?[a-zA-Z]|%\([a-zA-Z]\w{0,40}\)[a-zA-Z]/;
const BRACES = /\{[^{}]{0,120}\}/;
/** What is filled in, by language. */
const HOLES: Partial<Record<SourceLanguage, RegExp>> = {
  python: new RegExp(`${BRACES.source}|${PRINTF.source}`),
  go: PRINTF,
  jvm: new RegExp(`\\$\\{[^{}]{0,120}\\}|\\$[A-Za-z_]\\w{0,60}|${PRINTF.source}`),
  dotnet: BRACES,
  php: new RegExp(`\\{\\$[^{}]{0,120}\\}|\\$[A-Za-z_]\\w{0,60}(?:->\\w{1,60}|\\[[^\\]]{0,60}\\])?|${PRINTF.source}`),
  ruby: new RegExp(`#\\{[^{}]{0,120}\\}|${PRINTF.source}`),
  rust: BRACES,
  swift: /\\\([^()]{0,120}\)/,
  elixir: /#\{[^{}]{0,120}\}/,
};
const JOINED_AFTER = /^["'`]?\s{0,40}(?:\+|<>|\.(?![\w]))\s{0,40}[^\s=]/;
const JOINED_BEFORE = /[\w)\]]\s{0,40}(?:\+|<>|\.)\s{0,40}$/;
const MAX_CHARS = 300;
const WINDOW = 100;

/** The texts that are put together while the code runs: interpolated, formatted, or joined with `+` and its like. */
export function textTemplates(scanned: ScannedSource, language: SourceLanguage): readonly TextTemplate[] {
  return language === 'javascript'
    ? [...templateStrings(scanned), ...wholeStrings(scanned, language)]
    : wholeStrings(scanned, language);
}

/** Whether the text may come from the template, and is not all of it filled in. */
export function fitsTemplate(text: string, { pieces }: TextTemplate): boolean {
  const [first, last] = [pieces[0]!, pieces.at(-1)!];
  const fixed = pieces.join('');
  if (pieces.length < 2 || fixed.length >= text.length || !/\p{L}{3}/u.test(fixed)) return false;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}

/** Of a template string every stretch between what is filled in is a string of its own. */
function templateStrings({ source, strings }: ScannedSource): readonly TextTemplate[] {
  const found: TextTemplate[] = [];
  const open: { readonly index: number; readonly pieces: string[] }[] = [];
  for (const [index, { opened, start, end, whole }] of strings.entries()) {
    if (whole) continue;
    if (source.charAt(opened) === '`') open.push({ index, pieces: [] });
    const template = open.at(-1);
    if (!template) continue;
    template.pieces.push(source.slice(start, Math.min(end, start + MAX_CHARS)));
    if (source.charAt(end) === '`') found.push(open.pop()!);
  }
  return found;
}

function wholeStrings(scanned: ScannedSource, language: SourceLanguage): readonly TextTemplate[] {
  const holes = HOLES[language];
  return scanned.strings.flatMap((string, index) => {
    if (!string.whole || string.end - string.start > MAX_CHARS) return [];
    const text = scanned.source.slice(string.start, string.end);
    const pieces = holes === undefined ? [text] : text.split(holes);
    const joined = [
      ...(isJoined(scanned, string, 'before') ? [''] : []),
      ...pieces,
      ...(isJoined(scanned, string, 'after') ? [''] : []),
    ];
    return joined.length > 1 ? [{ index, pieces: joined }] : [];
  });
}

function isJoined({ code }: ScannedSource, { opened, end }: SourceString, side: 'before' | 'after'): boolean {
  return side === 'after'
    ? JOINED_AFTER.test(code.slice(end, end + WINDOW))
    : JOINED_BEFORE.test(code.slice(Math.max(0, opened - WINDOW), opened));
}
