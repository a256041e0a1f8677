import { asciiLower } from '../../src/core/asciiLower.ts';
import { queryTokens, type QueryToken } from '../../src/core/queryTokens.ts';
import { parseLast } from '../../src/core/timeWindow.ts';

/*
 * Edits of the text in the search box that buttons make: what the text says stays as it was typed, only what the button is about changes.
 */

/** The text with `last <window>` in place of what it said about time. */
export function withWindow(text: string, window: string): string {
  return replaced(text, whenTokens(queryTokens(text)), `last ${window}`);
}

/** The text that searches the time from `fromMs` to `toMs`, both epoch milliseconds, and durations between the two if they are given. */
export function withRange(
  text: string,
  { fromMs, toMs, minNs, maxNs }: { fromMs: number; toMs: number; minNs: number; maxNs: number },
): string {
  const tokens = queryTokens(text);
  const old = new Set([...whenTokens(tokens), ...tokens.filter(isDuration)]);
  const parts = [`from:${localTime(Math.floor(fromMs))} to:${localTime(Math.ceil(toMs))}`];
  if (Number.isFinite(maxNs)) parts.unshift(`duration<=${typedDuration(Math.ceil(maxNs))}`);
  if (minNs >= 1) parts.unshift(`duration>=${typedDuration(Math.floor(minNs))}`);
  return replaced(text, old, parts.join(' '));
}

export function withLimit(text: string, limit: number): string {
  const old = queryTokens(text).filter((token) => wordOf(token).startsWith('limit:'));
  return replaced(text, new Set(old), `limit:${limit}`);
}

/** Adds or takes away `error`, in whatever way it was said. */
export function withErrors(text: string, only: boolean): string {
  const tokens = queryTokens(text);
  const old = new Set(tokens.filter(isErrors));
  if (!only) return replaced(text, old, undefined);
  return old.size > 0 ? text : withCondition(text, 'error');
}

export function saysErrors(text: string): boolean {
  return queryTokens(text).some(isErrors);
}

/** The text with another condition, before what it says about time. */
export function withCondition(text: string, condition: string): string {
  const tokens = queryTokens(text);
  const [when] = whenTokens(tokens);
  const parts = tokens.map(({ raw }) => raw);
  parts.splice(when === undefined ? endOf(tokens) : tokens.indexOf(when), 0, condition);
  return parts.join(' ');
}

/** `text` without the tokens, and `by` where the first of them was, or at the end. */
function replaced(text: string, old: ReadonlySet<QueryToken>, by: string | undefined): string {
  const tokens = queryTokens(text);
  const starts = new Set([...old].map(({ start }) => start));
  const first = tokens.findIndex(({ start }) => starts.has(start));
  const place = first < 0 ? endOf(tokens) : first;
  const kept = (some: readonly QueryToken[]): readonly string[] =>
    some.filter(({ start }) => !starts.has(start)).map(({ raw }) => raw);
  const parts = [...kept(tokens.slice(0, place)), ...(by === undefined ? [] : [by]), ...kept(tokens.slice(place))];
  return parts.join(' ');
}

/** Behind the last token, or before one whose quote is not closed: it would take in whatever follows. */
function endOf(tokens: readonly QueryToken[]): number {
  return tokens.at(-1)?.open ? tokens.length - 1 : tokens.length;
}

/** What says when: `last 1h` is two of them. */
function whenTokens(tokens: readonly QueryToken[]): ReadonlySet<QueryToken> {
  const when = new Set<QueryToken>();
  for (const [at, token] of tokens.entries()) {
    const word = wordOf(token);
    const next = tokens[at + 1];
    if (word === 'last' && next !== undefined && parseLast(next.text) !== undefined) when.add(token).add(next);
    else if (/^(?:last|from|since|to|until):/.test(word)) when.add(token);
  }
  return when;
}

/** As the language reads it; quoted text means itself. */
function wordOf(token: QueryToken): string {
  return token.excluded || token.isLiteral(0, token.text.indexOf(':') + 1 || token.text.length)
    ? ''
    : asciiLower(token.text);
}

function isErrors(token: QueryToken): boolean {
  const word = wordOf(token);
  return word === 'error' || word === 'status:error';
}

function isDuration(token: QueryToken): boolean {
  return /^(?:duration)?[<>]=?\d/.test(wordOf(token));
}

/** Local, as the language reads a time without a zone. */
function localTime(epochMs: number): string {
  const date = new Date(epochMs);
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day}T${time}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

const UNITS = [
  ['s', 1e9],
  ['ms', 1e6],
  ['us', 1e3],
  ['ns', 1],
] as const;

/** In the largest unit that keeps three digits before the point or none after it. */
function typedDuration(ns: number): string {
  const [unit, unitNs] = UNITS.find(([, unitNs]) => ns >= unitNs) ?? UNITS[3];
  return `${Number((ns / unitNs).toFixed(3))}${unit}`;
}
