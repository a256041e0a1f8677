import { Problem } from '../problem.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;
const BRACKET_OPEN = 0x5b;
const BRACKET_CLOSE = 0x5d;

const KEY_SLOTS = 1024;
const utf8 = new TextDecoder();

export type JsonType = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

/**
 * Reads JSON from bytes on demand, without building the document: 64-bit numbers stay text, a value that nobody asks for is skipped,
 * and depth is bounded by the nesting limit, not by the stack. Throws a `malformed` Problem naming the byte where it stopped.
 */
export class JsonReader {
  readonly bytes: Uint8Array;
  readonly #maxDepth: number;
  readonly #aliases: ReadonlyMap<string, string> | undefined;
  readonly #keys: (string | undefined)[] = [];
  /** The opening bracket of every open container. */
  readonly #open: number[] = [];
  #pos: number;
  #end: number;
  #depth = 0;
  /** Behind the opening quote of the string skipped last. */
  #stringStart = 0;
  /** True right after an opening bracket: the next element needs no comma. */
  #first = false;

  /** `aliases` are other spellings of keys, which are given by the name they stand for. */
  constructor(
    bytes: Uint8Array,
    maxDepth: number,
    start = 0,
    end = bytes.length,
    aliases?: ReadonlyMap<string, string>,
  ) {
    this.bytes = bytes;
    this.#maxDepth = maxDepth;
    this.#aliases = aliases;
    this.#pos = start;
    this.#end = end;
    // A byte order mark is no JSON, but editors on Windows write one.
    if (bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) this.#pos += 3;
  }

  get position(): number {
    return this.#pos;
  }

  /** Goes to the value in [start, end), wherever the reader was. */
  enter(start: number, end: number): this {
    this.#pos = start;
    this.#end = end;
    this.#depth = 0;
    this.#first = false;
    return this;
  }

  /** The type of the value that comes next. */
  peek(): JsonType {
    this.#space();
    const byte = this.#pos < this.#end ? this.bytes[this.#pos]! : 0;
    switch (byte) {
      case BRACE_OPEN:
        return 'object';
      case BRACKET_OPEN:
        return 'array';
      case QUOTE:
        return 'string';
      case 0x74:
      case 0x66:
        return 'boolean';
      case 0x6e:
        return 'null';
      default:
        if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) return 'number';
        throw this.#malformed('a value was expected');
    }
  }

  beginObject(): void {
    this.#begin(BRACE_OPEN);
  }

  /** The next key of the object, or undefined after closing it. */
  nextKey(): string | undefined {
    if (!this.#more(BRACE_CLOSE)) return undefined;
    if (this.bytes[this.#pos] !== QUOTE) throw this.#malformed('a key was expected');
    const key = this.#key();
    this.#colon();
    return this.#aliases?.get(key) ?? key;
  }

  beginArray(): void {
    this.#begin(BRACKET_OPEN);
  }

  /** Whether another element follows; false after closing the array. */
  nextElement(): boolean {
    return this.#more(BRACKET_CLOSE);
  }

  /** Reads a string value. */
  string(): string {
    this.#space();
    if (this.#pos >= this.#end || this.bytes[this.#pos] !== QUOTE) throw this.#malformed('a string was expected');
    const escaped = this.#skipString();
    const start = this.#stringStart;
    return escaped ? this.#unescape(start, this.#pos - 1) : this.#text(start, this.#pos - 1);
  }

  /**
   * Skips a string and gives the range of its bytes between the quotes when they need no unescaping;
   * undefined when they do, and the reader then stands before the string again.
   */
  plainString(): { readonly start: number; readonly end: number } | undefined {
    this.#space();
    if (this.#pos >= this.#end || this.bytes[this.#pos] !== QUOTE) throw this.#malformed('a string was expected');
    const open = this.#pos;
    if (this.#skipString()) {
      this.#pos = open;
      return undefined;
    }
    return { start: open + 1, end: this.#pos - 1 };
  }

  /** Reads a string value that is one of a few: the same bytes give the same string without decoding, as for keys. */
  name(): string {
    this.#space();
    if (this.#pos >= this.#end || this.bytes[this.#pos] !== QUOTE) throw this.#malformed('a string was expected');
    return this.#key();
  }

  /** The range of a number's bytes. */
  number(): { readonly start: number; readonly end: number } {
    this.#space();
    const start = this.#pos;
    this.#skipNumber();
    return { start, end: this.#pos };
  }

  /** The digits of a number as written. */
  numberText(): string {
    const { start, end } = this.number();
    return this.#text(start, end);
  }

  boolean(): boolean {
    this.#space();
    if (this.#literal('true')) return true;
    if (this.#literal('false')) return false;
    throw this.#malformed('true or false was expected');
  }

  /** Reads `null` if it comes next. */
  null(): boolean {
    this.#space();
    return this.#literal('null');
  }

  /** Goes past the next value, whatever it is. */
  skip(): void {
    const floor = this.#depth;
    do {
      switch (this.peek()) {
        case 'object':
          this.beginObject();
          break;
        case 'array':
          this.beginArray();
          break;
        case 'string':
          if (this.#skipString()) this.#unescape(this.#stringStart, this.#pos - 1);
          break;
        case 'number':
          this.#skipNumber();
          break;
        case 'boolean':
          this.boolean();
          break;
        case 'null':
          if (!this.null()) throw this.#malformed('null was expected');
      }
      this.#advance(floor);
    } while (this.#depth > floor);
  }

  /** A reader of its own for the value that comes next, which this one skips. */
  fork(): JsonReader {
    this.#space();
    const start = this.#pos;
    this.skip();
    return new JsonReader(this.bytes, this.#maxDepth, start, this.#pos, this.#aliases);
  }

  /** Another reader at the same place. */
  copy(): JsonReader {
    return new JsonReader(this.bytes, this.#maxDepth, this.#pos, this.#end, this.#aliases);
  }

  /** Whether only white space is left. */
  atEnd(): boolean {
    this.#space();
    return this.#pos >= this.#end;
  }

  /** Fails unless only white space is left. */
  end(): void {
    if (!this.atEnd()) throw this.#malformed('the document goes on after its end');
  }

  /** While skipping: closes what ends here and steps over the next key, until a value or the floor is reached. */
  #advance(floor: number): void {
    while (this.#depth > floor) {
      const isObject = this.#open[this.#depth - 1] === BRACE_OPEN;
      if (!this.#more(isObject ? BRACE_CLOSE : BRACKET_CLOSE)) continue;
      if (!isObject) return;
      if (this.bytes[this.#pos] !== QUOTE) throw this.#malformed('a key was expected');
      // What is skipped is checked, but its keys are not made into strings.
      if (this.#skipString()) this.#unescape(this.#stringStart, this.#pos - 1);
      this.#colon();
      return;
    }
  }

  #colon(): void {
    this.#space();
    if (this.#pos >= this.#end || this.bytes[this.#pos] !== COLON) throw this.#malformed('":" was expected');
    this.#pos++;
  }

  #begin(bracket: number): void {
    this.#space();
    if (this.#pos >= this.#end || this.bytes[this.#pos] !== bracket)
      throw this.#malformed(bracket === BRACE_OPEN ? 'an object was expected' : 'a list was expected');
    if (this.#depth >= this.#maxDepth)
      throw new Problem('malformed', `The JSON is nested deeper than ${this.#maxDepth} levels.`);
    this.#open[this.#depth++] = bracket;
    this.#first = true;
    this.#pos++;
  }

  #more(close: number): boolean {
    this.#space();
    if (this.#pos >= this.#end) throw this.#malformed('it ends too early');
    if (this.bytes[this.#pos] === close) {
      this.#pos++;
      this.#depth--;
      this.#first = false;
      return false;
    }
    if (this.#first) this.#first = false;
    else {
      if (this.bytes[this.#pos] !== COMMA) throw this.#malformed('"," was expected');
      this.#pos++;
      this.#space();
    }
    return true;
  }

  #space(): void {
    const { bytes } = this;
    while (this.#pos < this.#end) {
      const byte = bytes[this.#pos]!;
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.#pos++;
    }
  }

  /** A number by the grammar: sign, digits without a leading zero, fraction, exponent. */
  #skipNumber(): void {
    const { bytes } = this;
    const start = this.#pos;
    if (bytes[this.#pos] === 0x2d) this.#pos++;
    const whole = this.#pos;
    let sound = this.#digits() && (bytes[whole] !== 0x30 || this.#pos === whole + 1);
    if (sound && this.#pos < this.#end && bytes[this.#pos] === 0x2e) {
      this.#pos++;
      sound = this.#digits();
    }
    if (sound && this.#pos < this.#end && (bytes[this.#pos]! | 0x20) === 0x65) {
      this.#pos++;
      if (bytes[this.#pos] === 0x2b || bytes[this.#pos] === 0x2d) this.#pos++;
      sound = this.#digits();
    }
    if (sound && (this.#pos >= this.#end || !isNumberByte(bytes[this.#pos]!))) return;
    this.#pos = start;
    throw this.#malformed('a number was expected');
  }

  /** At least one digit. */
  #digits(): boolean {
    const start = this.#pos;
    while (this.#pos < this.#end && this.bytes[this.#pos]! >= 0x30 && this.bytes[this.#pos]! <= 0x39) this.#pos++;
    return this.#pos > start;
  }

  /** Text of a range. Setting up the decoder costs more than a short run of ASCII, which most strings of a trace are. */
  #text(start: number, end: number): string {
    const { bytes } = this;
    if (end - start > 40) return utf8.decode(bytes.subarray(start, end));
    let text = '';
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      if (byte >= 0x80) return utf8.decode(bytes.subarray(start, end));
      text += String.fromCharCode(byte);
    }
    return text;
  }

  /** From the opening quote to past the closing one; true when there were escapes. */
  #skipString(): boolean {
    const { bytes } = this;
    let escaped = false;
    this.#stringStart = this.#pos + 1;
    for (let at = this.#pos + 1; at < this.#end; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        this.#pos = at + 1;
        return escaped;
      }
      if (byte === BACKSLASH) {
        escaped = true;
        at++;
      } else if (byte < 0x20) {
        this.#pos = at;
        throw this.#malformed('a control character stands in a string');
      }
    }
    throw this.#malformed('a string does not end');
  }

  /** Keys repeat once a span: the same bytes give the same string again without decoding. */
  #key(): string {
    const start = this.#pos + 1;
    if (this.#skipString()) return this.#unescape(start, this.#pos - 1);
    const end = this.#pos - 1;
    if (end - start > 32) return utf8.decode(this.bytes.subarray(start, end));
    let hash = end - start;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + this.bytes[i]!) | 0;
    const slot = hash & (KEY_SLOTS - 1);
    const known = this.#keys[slot];
    if (known !== undefined && this.#equals(known, start, end)) return known;
    return (this.#keys[slot] = this.#text(start, end));
  }

  #equals(text: string, start: number, end: number): boolean {
    if (text.length !== end - start) return false;
    for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== this.bytes[start + i]) return false;
    return true;
  }

  /** Escapes are rare and short; the standard parser knows them all. */
  #unescape(start: number, end: number): string {
    try {
      return JSON.parse(utf8.decode(this.bytes.subarray(start - 1, end + 1))) as string;
    } catch {
      throw this.#malformed('a string has an escape that JSON does not know');
    }
  }

  #literal(word: string): boolean {
    if (this.#end - this.#pos < word.length) return false;
    for (let i = 0; i < word.length; i++) if (this.bytes[this.#pos + i] !== word.charCodeAt(i)) return false;
    this.#pos += word.length;
    return true;
  }

  #malformed(what: string): Problem {
    return new Problem('malformed', `The JSON is broken at byte ${this.#pos}: ${what}.`);
  }
}

function isNumberByte(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2b || byte === 0x2e || (byte | 0x20) === 0x65;
}
