import { asciiLower } from './asciiLower.ts';
import { parseDuration } from './parseDuration.ts';
import { queryTokens, type QueryToken } from './queryTokens.ts';
import { SPAN_KINDS, SPAN_STATUSES, type SpanKind, type SpanStatus } from './span.ts';

/** Text to compare with, in lower case; `*` at an end of what was typed leaves that end open. */
export interface TextPattern {
  readonly text: string;
  readonly openStart: boolean;
  readonly openEnd: boolean;
}

export type Comparison = '<' | '<=' | '>' | '>=';

/** What an attribute of a given key has to be like. `different` wants the key to be there; a repeated key counts by any of its values. */
export type AttributeTest =
  | { readonly is: 'present' }
  | { readonly is: 'absent' }
  | { readonly is: 'equal' | 'different'; readonly value: TextPattern }
  | { readonly is: 'number'; readonly comparison: Comparison; readonly number: number };

/** One thing asked of a span. Texts and keys are in lower case. */
export type SpanTerm =
  | { readonly about: 'text'; readonly text: string }
  | { readonly about: 'attribute'; readonly key: string; readonly test: AttributeTest }
  | { readonly about: 'duration' | 'self'; readonly comparison: Comparison; readonly ns: number }
  | { readonly about: 'kind'; readonly kind: SpanKind }
  | { readonly about: 'status'; readonly status: SpanStatus }
  | { readonly about: 'service' | 'operation' | 'event'; readonly name: TextPattern };

export interface SpanCondition {
  readonly term: SpanTerm;
  /** Whether the span must not be like this. */
  readonly excluded: boolean;
}

/** What was typed into the search box of a trace, read. */
export interface SpanQuery {
  /** All have to hold; none at all finds nothing. */
  readonly conditions: readonly SpanCondition[];
  /** What could not be used as it looks, in a sentence each. */
  readonly problems: readonly string[];
}

/** The language by example, for people. */
export const QUERY_HELP: readonly { readonly example: string; readonly meaning: string }[] = [
  {
    example: 'orders timeout',
    meaning: 'both words, in operation, service, attributes, events, status message, resource or span ID',
  },
  { example: '"select stock"', meaning: 'the words as one phrase' },
  { example: '-health', meaning: 'without this; also before a phrase or any of the following' },
  { example: 'error', meaning: 'failed spans' },
  { example: 'service:orders', meaning: 'spans of this service' },
  { example: 'name:"POST /orders"', meaning: 'spans of this operation; also operation:' },
  { example: 'kind:server', meaning: 'server, client, producer, consumer or internal spans' },
  { example: 'status:ok', meaning: 'by status: ok, error or unset' },
  { example: 'event:exception', meaning: 'spans with an event of this name' },
  { example: 'duration>50ms', meaning: 'by duration: <, <=, >, >= with ns, us, ms, s, m or h' },
  { example: 'self>10ms', meaning: 'by self time' },
  { example: 'http.route=/cart', meaning: 'an attribute of the span or its resource with this value' },
  { example: 'http.route=/cart*', meaning: 'a value that begins like this; * also stands at the start' },
  { example: 'http.route!=/cart', meaning: 'the attribute with another value' },
  { example: 'http.route=*', meaning: 'the attribute with any value' },
  { example: 'retry.count>=3', meaning: 'a numeric attribute: <, <=, >, >=' },
];

/** Each costs a look at every span that is still in question. */
const MAX_CONDITIONS = 32;
const KINDS = SPAN_KINDS.filter((kind) => kind !== 'unspecified');
const COMPARISONS: readonly string[] = ['<', '<=', '>', '>='] satisfies readonly Comparison[];

/**
 * Reads the query language of the search box; never throws, whatever the text.
 *
 *     query      = { ["-"] condition }                          all must hold; case never matters (A to Z)
 *     condition  = word | phrase                                found anywhere in the span's text
 *                | "error"                                      the same as status:error
 *                | ("service" | "name" | "operation" | "event") ":" pattern
 *                | "kind" ":" kind | "status" ":" ("ok" | "error" | "unset")
 *                | ["duration" | "self"] comparison number unit "duration" may be left out
 *                | key ("=" | "!=") pattern                     an attribute of the span or of its resource
 *                | key comparison number
 *     pattern    = ["*"] text ["*"]                             "*" is any text at that end, elsewhere itself
 *     comparison = "<" | "<=" | ">" | ">="
 *     unit       = "ns" | "us" | "µs" | "ms" | "s" | "m" | "h"
 *
 * Double quotes keep spaces and signs as text, anywhere in a condition; `\"` in them is a quote. So `"a=b"` is looked for as it is,
 * and `"my key"=1` has a key with a space. A key without quotes is made of letters, digits and `_ . - / @ $ [ ]`, so that an address
 * such as `/items?page=2` is text. What is not understood is looked for as text; what is half typed is left out; both are explained.
 */
export function parseSpanQuery(text: string): SpanQuery {
  return readConditions(queryTokens(text), asciiLower);
}

/**
 * The conditions of tokens that were taken apart already.
 * @param fold what is done to texts and keys: {@link asciiLower}, or nothing where a server minds the case
 */
export function readConditions(tokens: readonly QueryToken[], fold: Fold): SpanQuery {
  const conditions: SpanCondition[] = [];
  const problems: string[] = [];
  for (const token of tokens) {
    const { term, problem } = read(token, fold);
    if (problem !== undefined) problems.push(problem);
    if (term === undefined) continue;
    if (conditions.length < MAX_CONDITIONS) conditions.push({ term, excluded: token.excluded });
    else {
      problems.push(`Only the first ${MAX_CONDITIONS} conditions are looked for.`);
      break;
    }
  }
  return { conditions, problems };
}

export type Fold = (text: string) => string;

interface Reading {
  readonly term?: SpanTerm;
  readonly problem?: string;
}

function read(token: QueryToken, fold: Fold): Reading {
  const shown = `"${token.raw.length > 40 ? `${token.raw.slice(0, 40)}…` : token.raw}"`;
  if (token.text === '' && !token.emptyAtEnd && !token.open)
    return { problem: 'A - leaves out what follows it: put a word right after it, or quotes around it.' };
  if (token.text === '') return { problem: `${shown} has nothing between its quotes, so it is left out.` };
  const reading = readSigns(token, fold, shown) ?? { term: { about: 'text', text: fold(token.text) } };
  if (!token.open || reading.problem !== undefined) return reading;
  return { ...reading, problem: `${shown} has a quote that is not closed; it goes on to the end.` };
}

/** A token by its operator; `undefined` for plain text. */
function readSigns(token: QueryToken, fold: Fold, shown: string): Reading | undefined {
  if (asciiLower(token.text) === 'error' && !token.isLiteral()) return { term: { about: 'status', status: 'error' } };
  const signs = signsOf(token);
  if (signs === undefined) return undefined;
  const { sign, keyEnd, valueStart } = signs;
  const typedKey = token.text.slice(0, keyEnd);
  const key = asciiLower(typedKey);
  const value = token.text.slice(valueStart);
  if (sign === ':') return readField(key, token, valueStart, fold, shown);
  const isPlainKey = !token.isLiteral(0, keyEnd);
  if (isComparison(sign) && isPlainKey && (key === 'duration' || key === 'self' || key === '')) {
    const ns = parseDuration(value);
    if (ns !== undefined) return { term: { about: key === 'self' ? 'self' : 'duration', comparison: sign, ns } };
    if (key === '') return undefined;
    return { problem: `${shown} needs a number and a unit (ns, us, ms, s, m, h), such as ${key}>50ms.` };
  }
  if (isPlainKey && !/^[\p{L}\p{N}_@$][\p{L}\p{N}_.\-/@$[\]]*$/u.test(key)) return undefined;
  if (value === '' && (isComparison(sign) || !token.emptyAtEnd || token.open)) {
    const hint = isComparison(sign)
      ? `a number, such as ${key}${sign}100`
      : `a value; ${key}=* finds all that have one`;
    return { problem: `${shown} needs ${hint}.` };
  }
  if (isComparison(sign)) {
    const number = parseDecimal(value);
    if (number === undefined)
      return {
        term: { about: 'text', text: fold(token.text) },
        problem: `${shown} is looked for as text: only a number can come after ${sign}.`,
      };
    return { term: { about: 'attribute', key: fold(typedKey), test: { is: 'number', comparison: sign, number } } };
  }
  const pattern = patternOf(token, valueStart, fold);
  const isAny = pattern.text === '' && pattern.openStart;
  const test: AttributeTest = isAny
    ? { is: sign === '=' ? 'present' : 'absent' }
    : { is: sign === '=' ? 'equal' : 'different', value: pattern };
  return { term: { about: 'attribute', key: fold(typedKey), test } };
}

function readField(field: string, token: QueryToken, valueStart: number, fold: Fold, shown: string): Reading {
  const value = asciiLower(token.text.slice(valueStart));
  if (field === 'kind') {
    const kind = SPAN_KINDS.find((kind) => kind === value);
    return kind === undefined
      ? { problem: `${shown} needs one of ${KINDS.join(', ')}.` }
      : { term: { about: 'kind', kind } };
  }
  if (field === 'status') {
    const status = SPAN_STATUSES.find((status) => status === value);
    if (status !== undefined) return { term: { about: 'status', status } };
    return { problem: `${shown} needs one of ok, error, unset.` };
  }
  if (value === '') return { problem: `${shown} needs a name, such as ${field}:orders or ${field}:"two words".` };
  const name = patternOf(token, valueStart, fold);
  return { term: { about: field === 'service' || field === 'event' ? field : 'operation', name } };
}

const FIELDS: ReadonlySet<string> = new Set(['service', 'name', 'operation', 'event', 'kind', 'status']);

/** The first operator outside of quotes: a colon only after the name of a field. */
function signsOf({
  text,
  literal,
}: QueryToken): { readonly sign: string; readonly keyEnd: number; readonly valueStart: number } | undefined {
  for (let at = 0; at < text.length; at++) {
    if (literal[at]) continue;
    const char = text[at]!;
    const isField = char === ':' && literal.lastIndexOf(true, at) < 0 && FIELDS.has(asciiLower(text.slice(0, at)));
    const hasEqual = text[at + 1] === '=' && !literal[at + 1];
    if (isField || char === '=') return { sign: char, keyEnd: at, valueStart: at + 1 };
    if (char === '!' && hasEqual) return { sign: '!=', keyEnd: at, valueStart: at + 2 };
    if (char === '<' || char === '>')
      return { sign: hasEqual ? `${char}=` : char, keyEnd: at, valueStart: at + (hasEqual ? 2 : 1) };
  }
  return undefined;
}

function isComparison(sign: string): sign is Comparison {
  return COMPARISONS.includes(sign);
}

function patternOf({ text, literal }: QueryToken, start: number, fold: Fold): TextPattern {
  let [from, to] = [start, text.length];
  while (from < to && text[from] === '*' && !literal[from]) from++;
  while (to > from && text[to - 1] === '*' && !literal[to - 1]) to--;
  return { text: fold(text.slice(from, to)), openStart: from > start, openEnd: to < text.length };
}

/** The longest decimal a double can need is far shorter. */
const MAX_DECIMAL_LENGTH = 400;

/** A number as attributes and people write it; `undefined` for other text. */
export function parseDecimal(text: string): number | undefined {
  if (text.length > MAX_DECIMAL_LENGTH) return undefined;
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,4})?$/i.test(text) ? Number(text) : undefined;
}
