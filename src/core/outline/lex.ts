import { type Literal, type LiteralAt, lineEnd, type QuotedText, runLength } from './literal.ts';
import { DOUBLE_COLON, FAT_ARROW, OPERATOR, TEXT, THIN_ARROW, Tokens, WORD } from './tokens.ts';

/** How a brace language writes what is no code. `//` and block comments are the same in all. */
export interface LexRules {
  readonly literalAt: LiteralAt;
  readonly hasNestedComments: boolean;
  /** The offset where code starts. */
  readonly start: (text: string) => number;
}

const PAIRS = new Map([
  ['=>', FAT_ARROW],
  ['->', THIN_ARROW],
  ['::', DOUBLE_COLON],
  ...['==', '!=', '<=', '>=', '&&', '||', ':=', '+=', '-=', '*='].map((pair) => [pair, OPERATOR] as const),
]);
const PAIR_STARTS = new Set([...PAIRS.keys()].map((pair) => pair.charCodeAt(0)));

/** Code inside of a string. */
interface Hole {
  readonly quoted: QuotedText;
  openBraces: number;
}

/** Splits a source text of a brace language into tokens, in one pass. */
export function lex(text: string, rules: LexRules): Tokens {
  const tokens = new Tokens(text);
  const holes: Hole[] = [];
  let at = rules.start(text);

  /** Reads a string up to its end or to the next code inside of it, which goes between round brackets. */
  const readQuoted = (start: number, from: number, literal: QuotedText): number => {
    const { end, isHole } = quotedEnd(text, from, literal);
    if (!isHole) {
      if (end > start) tokens.push(TEXT, start, end);
      return end;
    }
    const holeAt = end - literal.hole!.length;
    if (holeAt > start) tokens.push(TEXT, start, holeAt);
    tokens.push('('.charCodeAt(0), holeAt, end);
    holes.push({ quoted: literal, openBraces: 0 });
    return end;
  };

  const readLiteral = (literal: Literal): number => {
    if (literal.kind === 'quoted') return readQuoted(at, literal.from, literal);
    if (literal.kind !== 'skipped') tokens.push(literal.kind === 'word' ? WORD : TEXT, at, literal.end);
    return literal.end;
  };

  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code <= 32) {
      at++;
      continue;
    }
    const literal = rules.literalAt(text, at, tokens);
    if (literal) {
      at = readLiteral(literal);
    } else if (isWordCode(code)) {
      const start = at;
      while (at < text.length && isWordCode(text.charCodeAt(at))) at++;
      tokens.push(WORD, start, at);
    } else if (text.startsWith('//', at)) {
      at = lineEnd(text, at);
    } else if (text.startsWith('/*', at)) {
      at = commentEnd(text, at, rules.hasNestedComments);
    } else {
      const hole = holes.at(-1);
      if (hole?.openBraces === 0 && text[at] === '}') {
        tokens.push(')'.charCodeAt(0), at, at + 1);
        holes.pop();
        at = readQuoted(at + 1, at + 1, hole.quoted);
        continue;
      }
      if (hole && text[at] === '{') hole.openBraces++;
      if (hole && text[at] === '}') hole.openBraces--;
      const pair = PAIR_STARTS.has(code) ? PAIRS.get(text.slice(at, at + 2)) : undefined;
      const end = at + (pair === undefined ? 1 : 2);
      tokens.push(pair ?? code, at, end);
      at = end;
    }
  }
  tokens.matchBrackets();
  return tokens;
}

/** `#!` of a script. */
export function afterShebang(text: string): number {
  return text.startsWith('#!') && text[2] !== '[' ? lineEnd(text, 0) : 0;
}

function isWordCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code >= 128
  );
}

function commentEnd(text: string, from: number, isNested: boolean): number {
  if (!isNested) {
    const end = text.indexOf('*/', from + 2);
    return end < 0 ? text.length : end + 2;
  }
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text.startsWith('/*', at)) {
      depth++;
      at++;
    } else if (text.startsWith('*/', at)) {
      at++;
      if (--depth === 0) return at + 1;
    }
  }
  return text.length;
}

function quotedEnd(text: string, from: number, literal: QuotedText): { end: number; isHole: boolean } {
  const { quote, count, tail, escape, isMultiline, hole } = literal;
  let at = from;
  while (at < text.length) {
    const sign = text[at]!;
    if (sign === '\n' && !isMultiline) return { end: at, isHole: false };
    if (sign === '\\' && escape === 'backslash') {
      at += 2;
    } else if (sign === quote) {
      const run = count === 1 ? 1 : runLength(text, at, quote);
      const isDoubled = escape === 'doubled' && text[at + 1] === quote;
      if (run >= count && !isDoubled && text.startsWith(tail, at + run)) {
        return { end: at + run + tail.length, isHole: false };
      }
      at += isDoubled ? 2 : run;
    } else if (hole !== undefined && text.startsWith(hole, at)) {
      // `{{` is a brace in C#.
      if (hole !== '{' || text[at + 1] !== '{') return { end: at + hole.length, isHole: true };
      at += 2;
    } else at++;
  }
  // A backslash may have stepped over the end.
  return { end: text.length, isHole: false };
}
