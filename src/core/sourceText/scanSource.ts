import type { SourceLanguage } from './sourceLanguage.ts';

/** An open bracket, and the ones around it. */
export interface Bracket {
  readonly kind: '(' | '[' | '{';
  readonly at: number;
  /** Where it closes; the end of the text when it does not. */
  readonly end: number;
  readonly parent: Bracket | undefined;
}

/** A string literal, or a piece of one between what is interpolated. */
export interface SourceString {
  /** Of its opening quote, with what stands before that (`r"`, `$"`). */
  readonly opened: number;
  /** Of its content. */
  readonly start: number;
  readonly end: number;
  /** Not for a piece. */
  readonly whole: boolean;
  readonly within: Bracket | undefined;
}

export interface ScannedSource {
  readonly source: string;
  /** The source, as long as it is, with comments and the contents of strings as spaces. */
  readonly code: string;
  readonly strings: readonly SourceString[];
}

interface Syntax {
  readonly lineComments: readonly string[];
  readonly blockComment?: readonly [string, string];
  readonly quotes: string;
  /** Quotes whose strings may go over lines. */
  readonly overLines?: string;
  readonly tripled?: string;
  /** Quotes of strings without escapes, over lines. */
  readonly raw?: string;
  /** `'` is around one character. */
  readonly characters?: boolean;
  readonly templates?: boolean;
  readonly regularExpressions?: boolean;
  /** What starts a text that ends with a line of its own name. */
  readonly heredoc?: RegExp;
}

const C_COMMENTS = { lineComments: ['//'], blockComment: ['/*', '*/'] } as const;

const SYNTAX: Readonly<Record<SourceLanguage, Syntax>> = {
  javascript: { ...C_COMMENTS, quotes: `"'`, templates: true, regularExpressions: true },
  python: { lineComments: ['#'], quotes: `"'`, tripled: `"'` },
  go: { ...C_COMMENTS, quotes: '"', raw: '`', characters: true },
  jvm: { ...C_COMMENTS, quotes: '"', tripled: '"', characters: true },
  dotnet: { ...C_COMMENTS, quotes: '"', tripled: '"', characters: true },
  php: { ...C_COMMENTS, quotes: `"'`, overLines: `"'`, heredoc: /<<<[ \t]*["']?([A-Za-z_]\w{0,60})["']?\r?\n/y },
  ruby: { lineComments: ['#'], quotes: `"'`, heredoc: /<<[~-]?["']?([A-Z_]\w{0,60})["']?/y },
  rust: { ...C_COMMENTS, quotes: '"', overLines: '"', characters: true },
  cpp: { ...C_COMMENTS, quotes: '"', characters: true },
  swift: { ...C_COMMENTS, quotes: '"', tripled: '"' },
  sql: { lineComments: ['--'], blockComment: ['/*', '*/'], quotes: "'" },
  elixir: { lineComments: ['#'], quotes: `"'`, tripled: '"' },
};

/** What no rule starts with. */
const PLAIN = /[^"'`/#()[\]{}<]+/y;
/** Before the quote: Python's and Rust's letters, C#'s `@` and `$`. */
const STRING_PREFIX = /(?:^|[^\w$@])([rRbBfFuU]{1,2}|[$@]{1,2})$/;
const RUST_RAW = /(?:^|\W)b?r(#{0,20})$/;
const CLOSES = { ')': '(', ']': '[', '}': '{' } as const;
/** Brackets that a scan like this mistakes are few; more than this is not looked through. */
const MAX_MISMATCH = 8;

interface OpenBracket extends Bracket {
  end: number;
  readonly template: boolean;
  readonly parent: OpenBracket | undefined;
}

/** The string literals of a source text and the brackets they stand in, without a parser: one pass, never back. */
export function scanSource(source: string, language: SourceLanguage): ScannedSource {
  return new Scanner(source, language).scan();
}

class Scanner {
  readonly #source: string;
  readonly #language: SourceLanguage;
  readonly #syntax: Syntax;
  readonly #strings: SourceString[] = [];
  readonly #code: string[] = [];
  /** Up to here it is in `#code`. */
  #kept = 0;
  #at = 0;
  #top: OpenBracket | undefined;
  #heredocs = true;

  constructor(source: string, language: SourceLanguage) {
    this.#source = source;
    this.#language = language;
    this.#syntax = SYNTAX[language];
  }

  scan(): ScannedSource {
    const source = this.#source;
    while (this.#at < source.length) {
      PLAIN.lastIndex = this.#at;
      if (PLAIN.test(source)) this.#at = PLAIN.lastIndex;
      if (this.#at < source.length) this.#step(source.charAt(this.#at));
    }
    this.#code.push(source.slice(this.#kept));
    return { source, code: this.#code.join(''), strings: this.#strings };
  }

  #step(char: string): void {
    switch (char) {
      case '(':
      case '[':
      case '{':
        this.#open(char, false);
        break;
      case ')':
      case ']':
      case '}':
        this.#close(char);
        break;
      case '"':
      case "'":
      case '`':
        this.#quote(char);
        break;
      default:
        if (!this.#comment() && !this.#regularExpression(char) && !this.#heredoc(char)) this.#at++;
    }
  }

  #open(kind: Bracket['kind'], template: boolean): void {
    this.#top = { kind, at: this.#at++, end: this.#source.length, template, parent: this.#top };
  }

  #close(char: keyof typeof CLOSES): void {
    let open = this.#top;
    for (let i = 0; open && open.kind !== CLOSES[char] && i < MAX_MISMATCH; i++) open = open.parent;
    const at = this.#at++;
    if (open?.kind !== CLOSES[char]) return;
    open.end = at;
    this.#top = open.parent;
    if (open.template) this.#template(at, false);
  }

  #comment(): boolean {
    const { lineComments, blockComment } = this.#syntax;
    const source = this.#source;
    const at = this.#at;
    if (blockComment && source.startsWith(blockComment[0], at)) {
      const end = source.indexOf(blockComment[1], at + 2);
      this.#hideTo(at, end < 0 ? source.length : end + 2);
      return true;
    }
    const hash = source.charAt(at) === '#' && this.#language === 'php' && source.charAt(at + 1) !== '[';
    if (!hash && !lineComments.some((start) => source.startsWith(start, at))) return false;
    const end = source.indexOf('\n', at);
    this.#hideTo(at, end < 0 ? source.length : end);
    return true;
  }

  /** So that the quotes in `/'/` open nothing. */
  #regularExpression(char: string): boolean {
    if (char !== '/' || !this.#syntax.regularExpressions) return false;
    const before = this.#source.slice(Math.max(0, this.#at - 30), this.#at).trimEnd();
    if (before !== '' && !/(?:[(,=:[!&|?{};>]|\breturn|\bcase|\btypeof)$/.test(before)) return false;
    let inClass = false;
    for (let at = this.#at + 1; at < this.#source.length; at++) {
      const next = this.#source.charAt(at);
      if (next === '\n') break;
      if (next === '\\') at++;
      else if (next === '[') inClass = true;
      else if (next === ']') inClass = false;
      else if (next === '/' && !inClass) {
        this.#hideTo(this.#at + 1, at);
        this.#at = at + 1;
        return true;
      }
      // A division does not go on for long; giving up early keeps this linear.
      if (at - this.#at > 300) break;
    }
    return false;
  }

  #heredoc(char: string): boolean {
    const { heredoc } = this.#syntax;
    if (char !== '<' || !heredoc || !this.#heredocs) return false;
    heredoc.lastIndex = this.#at;
    const found = heredoc.exec(this.#source);
    if (!found) return false;
    const start = this.#source.indexOf('\n', heredoc.lastIndex - 1) + 1;
    for (let line = start === 0 ? -1 : start; line >= 0 && line < this.#source.length;) {
      const next = this.#source.indexOf('\n', line) + 1;
      const text = this.#source.slice(line, next === 0 ? undefined : next).trimStart();
      if (text.startsWith(found[1]!) && !/^\w/.test(text.slice(found[1]!.length))) {
        this.#add(this.#at, start, Math.max(start, line - 1), true);
        this.#at = line;
        return true;
      }
      line = next === 0 ? -1 : next;
    }
    // No end for this one: looking for more ends could take for ever.
    this.#heredocs = false;
    return false;
  }

  #quote(quote: string): void {
    const { quotes, raw = '', tripled = '', templates = false, characters = false } = this.#syntax;
    const at = this.#at;
    if (quote === '`' && templates) this.#template(at, true);
    else if (raw.includes(quote)) this.#until(quote, at, at + 1);
    else if (characters && quote === "'") this.#character();
    else if (!quotes.includes(quote)) this.#at++;
    else if (tripled.includes(quote) && this.#source.startsWith(quote.repeat(3), at))
      this.#until(quote.repeat(3), at - this.#prefixLength(), at + 3);
    else this.#string(quote);
  }

  #string(quote: string): void {
    const source = this.#source;
    const at = this.#at;
    if (this.#language === 'rust') {
      const hashes = RUST_RAW.exec(source.slice(Math.max(0, at - 24), at));
      if (hashes) {
        this.#until(`"${hashes[1]}`, at - hashes[1]!.length - 1, at + 1);
        return;
      }
    }
    const prefix = this.#prefixLength();
    const verbatim = this.#language === 'dotnet' && source.slice(at - prefix, at).includes('@');
    const overLines = verbatim || (this.#syntax.overLines?.includes(quote) ?? false);
    for (let i = at + 1; i < source.length; i++) {
      const char = source.charAt(i);
      if (char === '\\' && !verbatim) i++;
      else if (char === quote && verbatim && source.charAt(i + 1) === quote) i++;
      else if (char === quote) {
        this.#add(at - prefix, at + 1, i, true);
        this.#at = i + 1;
        return;
      } else if (char === '\n' && !overLines) {
        // An apostrophe in a text, most likely.
        this.#at = i;
        return;
      }
    }
    this.#at = source.length;
  }

  #prefixLength(): number {
    return STRING_PREFIX.exec(this.#source.slice(Math.max(0, this.#at - 3), this.#at))?.[1]!.length ?? 0;
  }

  /** `'x'`, `'\n'`, `'\u0041'`; all else is a lifetime, a label or a type variable. */
  #character(): void {
    const found = /^'(?:\\[^\n]{1,10}?|[^\\\n]{1,2})'/.exec(this.#source.slice(this.#at, this.#at + 14));
    this.#at += found ? found[0].length : 1;
  }

  #until(close: string, opened: number, start: number): void {
    const end = this.#source.indexOf(close, start);
    if (end >= 0) this.#add(opened, start, end, true);
    this.#at = end < 0 ? this.#source.length : end + close.length;
  }

  /** From a backtick, or from the end of what is interpolated, to the next of either. */
  #template(opened: number, isFirst: boolean): void {
    const source = this.#source;
    const start = opened + 1;
    for (let i = start; i < source.length; i++) {
      const char = source.charAt(i);
      if (char === '\\') i++;
      else if (char === '`') {
        this.#add(opened, start, i, isFirst);
        this.#at = i + 1;
        return;
      } else if (char === '$' && source.charAt(i + 1) === '{') {
        this.#add(opened, start, i, false);
        this.#at = i + 1;
        this.#open('{', true);
        return;
      }
    }
    this.#at = source.length;
  }

  #add(opened: number, start: number, end: number, whole: boolean): void {
    this.#strings.push({ opened, start, end, whole, within: this.#top });
    this.#hide(start, end);
  }

  #hideTo(from: number, to: number): void {
    this.#hide(from, to);
    this.#at = to;
  }

  #hide(from: number, to: number): void {
    const hidden = this.#source.slice(from, to).replaceAll(/[^\n]+/g, (run) => ' '.repeat(run.length));
    this.#code.push(this.#source.slice(this.#kept, from), hidden);
    this.#kept = to;
  }
}
