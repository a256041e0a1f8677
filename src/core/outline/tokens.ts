import type { Base0 } from '../position.ts';
import { LineStarts } from '../lineStarts.ts';

/** What a token is: one of these, or the character code of a sign. */
export const WORD = 1;
/** A string, a character, a regular expression: anything that means itself. */
export const TEXT = 2;
/** `=>` */
export const FAT_ARROW = 3;
/** `->` */
export const THIN_ARROW = 4;
/** `::` */
export const DOUBLE_COLON = 5;
/** `==`, `<=`, `&&` and their like, which are neither assignments nor brackets. */
export const OPERATOR = 6;

const NO_MATCH = -1;

/** The tokens of a source text without its comments, as columns: a file of signs alone has as many tokens as characters. */
export class Tokens {
  readonly text: string;
  readonly lineStarts: LineStarts;
  count = 0;
  readonly #kinds: Uint8Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #lines: Int32Array;
  /** -1 for a token that is not the first of its line. */
  readonly #indents: Int32Array;
  readonly #matches: Int32Array;
  #cursorLine = 0;
  #lineOfLastEnd = -1;

  constructor(text: string) {
    this.text = text;
    this.lineStarts = new LineStarts(text);
    this.#kinds = new Uint8Array(text.length);
    this.#starts = new Int32Array(text.length);
    this.#ends = new Int32Array(text.length);
    this.#lines = new Int32Array(text.length);
    this.#indents = new Int32Array(text.length);
    this.#matches = new Int32Array(text.length);
  }

  /** Takes the next token; each covers at least one character. */
  push(kind: number, start: number, end: number): void {
    const index = this.count++;
    const line = this.#advanceTo(start);
    this.#kinds[index] = kind;
    this.#starts[index] = start;
    this.#ends[index] = end;
    this.#lines[index] = line;
    this.#indents[index] = line > this.#lineOfLastEnd ? start - this.lineStarts.starts[line]! : -1;
    this.#matches[index] = NO_MATCH;
    this.#lineOfLastEnd = this.#advanceTo(end - 1);
  }

  /** 0 outside of the text. */
  kind(index: number): number {
    return index >= 0 && index < this.count ? this.#kinds[index]! : 0;
  }

  is(index: number, sign: string): boolean {
    return this.kind(index) === sign.charCodeAt(0);
  }

  /** The word at the index, or an empty text when it is none. */
  word(index: number): string {
    return this.kind(index) === WORD ? this.source(index) : '';
  }

  source(index: number): string {
    return this.text.slice(this.#starts[index], this.#ends[index]);
  }

  line(index: number): Base0 {
    return this.#lines[index]! as Base0;
  }

  endLine(index: number): Base0 {
    return this.kind(index) === TEXT ? this.lineStarts.lineOf(this.#ends[index]! - 1) : this.line(index);
  }

  isFirstOfLine(index: number): boolean {
    return index < this.count && this.#indents[index]! >= 0;
  }

  /** How far the line is indented whose first token this is. */
  indent(index: number): number {
    return this.#indents[index]!;
  }

  /**
   * The other bracket of the pair; a bracket that nothing closes ends with the bracket around it, or where the text ends (`count`).
   * Undefined for what is no bracket or has no opening one.
   */
  match(index: number): number | undefined {
    const match = this.kind(index) === 0 ? NO_MATCH : this.#matches[index]!;
    return match === NO_MATCH ? undefined : match;
  }

  /** The index after the group that starts here, or after the token when none does. */
  after(index: number): number {
    const match = this.match(index);
    return match !== undefined && match > index ? match + 1 : index + 1;
  }

  /** The index where the group starts that ends here, or the index itself. */
  groupStart(index: number): number {
    const match = this.match(index);
    return match !== undefined && match < index ? match : index;
  }

  /** Pairs the brackets, once all tokens are there. Angles count as brackets only where they pair up. */
  matchBrackets(): void {
    const open: number[] = [];
    let openBraces = 0;
    const close = (opener: number, closer: number): void => {
      if (this.is(opener, '{')) openBraces--;
      if (!this.is(opener, '<')) this.#matches[opener] = closer;
    };
    const dropAngles = (): void => {
      while (open.length > 0 && this.is(open.at(-1)!, '<')) open.pop();
    };
    for (let index = 0; index < this.count; index++) {
      switch (String.fromCharCode(this.#kinds[index]!)) {
        case '{':
          openBraces++;
          open.push(index);
          break;
        case '(':
        case '[':
        case '<':
          open.push(index);
          break;
        case ';':
          dropAngles();
          break;
        case '>':
          if (open.length > 0 && this.is(open.at(-1)!, '<')) this.#pair(open.pop()!, index);
          break;
        case ')':
        case ']':
          dropAngles();
          if (open.length === 0 || this.is(open.at(-1)!, '{')) break;
          this.#pair(open.pop()!, index);
          break;
        case '}':
          if (openBraces === 0) break;
          while (!this.is(open.at(-1)!, '{')) close(open.pop()!, index);
          openBraces--;
          this.#pair(open.pop()!, index);
          break;
      }
    }
    for (const opener of open) close(opener, this.count);
  }

  #pair(opener: number, closer: number): void {
    this.#matches[opener] = closer;
    this.#matches[closer] = opener;
  }

  #advanceTo(offset: number): number {
    const { starts } = this.lineStarts;
    while (this.#cursorLine + 1 < starts.length && starts[this.#cursorLine + 1]! <= offset) this.#cursorLine++;
    return this.#cursorLine;
  }
}
