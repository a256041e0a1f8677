import type { Tokens } from './tokens.ts';

/** A string that is read up to its closing quote. */
export interface QuotedText {
  readonly kind: 'quoted';
  /** The offset after the opening quote. */
  readonly from: number;
  readonly quote: string;
  /** How many quotes in a row close it: 1 or 3 and more. */
  readonly count: number;
  /** What must follow the quotes, such as `##` in Rust. */
  readonly tail: string;
  /** `\` takes what follows it as it is; or two quotes in a row are one (C# `@""`); or neither. */
  readonly escape: 'backslash' | 'doubled' | 'none';
  /** Whether it goes on over the end of the line. */
  readonly isMultiline: boolean;
  /** What starts code inside of it, which ends with `}`. */
  readonly hole: string | undefined;
}

/** What is not code of its own at an offset. */
export type Literal =
  | QuotedText
  /** A text that ends at a known offset: characters, regular expressions, heredocs. */
  | { readonly kind: 'text'; readonly end: number }
  /** A name in a form of its own, such as `r#type`. */
  | { readonly kind: 'word'; readonly end: number }
  /** A comment or a directive. */
  | { readonly kind: 'skipped'; readonly end: number };

/** The literal that starts at the offset; the tokens before it tell a regular expression from a division. */
export type LiteralAt = (text: string, at: number, before: Tokens) => Literal | undefined;

/** `"` with backslashes, in one line. */
export function quoted(from: number, quote: string, changes: Partial<QuotedText> = {}): QuotedText {
  const usual = { count: 1, tail: '', escape: 'backslash', isMultiline: false, hole: undefined } as const;
  return { kind: 'quoted', from, quote, ...usual, ...changes };
}

/** The offset of the line's end, or of the text's. */
export function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** How often the sign stands in a row from the offset on. */
export function runLength(text: string, from: number, sign: string): number {
  let end = from;
  while (text[end] === sign) end++;
  return end - from;
}

/** `'x'`, `'\n'`; undefined for a quote that opens no character: lifetimes in Rust, symbols in Scala. */
export function characterAt(text: string, at: number): Literal | undefined {
  if (text[at + 1] === '\\') return quoted(at + 1, "'");
  const end = at + 1 + ((text.codePointAt(at + 1) ?? 0) > 0xffff ? 2 : 1);
  return text[end] === "'" && text[at + 1] !== '\n' ? { kind: 'text', end: end + 1 } : undefined;
}
