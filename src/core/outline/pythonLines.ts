import type { Base0 } from '../position.ts';

/** A logical line: brackets, strings and backslashes may carry it over the end of a line. */
export interface PythonLine {
  readonly indent: number;
  readonly firstLine: Base0;
  readonly lastLine: Base0;
  /** Its first characters, enough for a declaration's name. */
  readonly start: string;
}

const MAX_START_CHARS = 300;
const TAB_WIDTH = 8;
const STATEMENT_IN_BRACKETS = /[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]/y;

/** The logical lines with code on them. */
export function pythonLines(text: string): readonly PythonLine[] {
  return new Reader(text).read();
}

class Reader {
  readonly #text: string;
  readonly #lines: PythonLine[] = [];
  #at = 0;
  #line = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): readonly PythonLine[] {
    while (this.#at < this.#text.length) {
      const indent = this.#readIndent();
      const sign = this.#text[this.#at];
      if (sign === '\n') this.#endLine();
      else if (sign === '#') this.#skipComment();
      else if (sign !== undefined) this.#readLogicalLine(indent);
    }
    return this.#lines;
  }

  #readIndent(): number {
    let indent = 0;
    for (; /[ \t\f\r\uFEFF]/.test(this.#text[this.#at] ?? ''); this.#at++) {
      if (this.#text[this.#at] === '\t') indent += TAB_WIDTH - (indent % TAB_WIDTH);
      else if (this.#text[this.#at] === ' ') indent++;
    }
    return indent;
  }

  #readLogicalLine(indent: number): void {
    const firstLine = this.#line as Base0;
    const start = this.#text.slice(this.#at, this.#at + MAX_START_CHARS);
    let depth = 0;
    let lastLine = this.#line;
    for (;;) {
      const sign = this.#text[this.#at];
      if (sign === undefined) break;
      if (sign === '\n') {
        this.#endLine();
        if (depth === 0 || this.#startsStatement()) break;
        continue;
      }
      if (sign === '#') {
        this.#skipComment();
        continue;
      }
      if (sign === '"' || sign === "'") this.#readString(sign);
      else if (sign === '\\') this.#readBackslash();
      else {
        if ('([{'.includes(sign)) depth++;
        else if (')]}'.includes(sign)) depth = Math.max(0, depth - 1);
        this.#at++;
      }
      if (!/\s/.test(sign)) lastLine = this.#line;
    }
    this.#lines.push({ indent, firstLine, lastLine: lastLine as Base0, start });
  }

  /** A bracket that is not closed yet ends where the next declaration starts. */
  #startsStatement(): boolean {
    STATEMENT_IN_BRACKETS.lastIndex = this.#at;
    return STATEMENT_IN_BRACKETS.test(this.#text);
  }

  #readString(quote: string): void {
    const isLong = this.#text.startsWith(quote.repeat(3), this.#at);
    this.#at += isLong ? 3 : 1;
    while (this.#at < this.#text.length) {
      const sign = this.#text[this.#at];
      if (sign === '\\') this.#readBackslash();
      else if (sign === '\n') {
        // The line ends a string that is not closed yet.
        if (!isLong) return;
        this.#endLine();
      } else if (sign === quote && (!isLong || this.#text.startsWith(quote.repeat(3), this.#at))) {
        this.#at += isLong ? 3 : 1;
        return;
      } else this.#at++;
    }
  }

  /** A line may end behind the backslash, and goes on. */
  #readBackslash(): void {
    this.#at++;
    if (this.#text[this.#at] === '\r') this.#at++;
    if (this.#text[this.#at] === '\n') this.#endLine();
    else if (this.#at < this.#text.length) this.#at++;
  }

  #skipComment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #endLine(): void {
    this.#line++;
    this.#at++;
  }
}
