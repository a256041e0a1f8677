import { asciiLower } from './asciiLower.ts';
import { queryTokens, type QueryToken } from './queryTokens.ts';
import { QUERY_HELP, readConditions, type SpanCondition } from './spanQuery.ts';
import { parseInstant, parseLast, type TimeWindow } from './timeWindow.ts';

/** What was typed into the search box for traces, read. */
export interface TraceQuery {
  /** All have to hold for one span of a trace. None finds every trace. Texts and keys are as typed: servers mind the case. */
  readonly conditions: readonly SpanCondition[];
  /** When a trace started. */
  readonly window: TimeWindow;
  /** The most traces to take from each source at a time. */
  readonly limit: number;
  /** What could not be used as it looks, in a sentence each. */
  readonly problems: readonly string[];
}

export const DEFAULT_WINDOW: TimeWindow = { kind: 'last', ms: 3_600_000 };
export const DEFAULT_LIMIT = 50;
/** More rows than anybody reads; the largest answers of this many traces still fit the limits on answers. */
export const MAX_LIMIT = 500;

/** The language by example, for people: that of a search within a trace, and when. */
export const TRACE_QUERY_HELP: readonly { readonly example: string; readonly meaning: string }[] = [
  ...QUERY_HELP.filter(({ example }) => !example.startsWith('self')),
  { example: 'last 1h', meaning: 'traces that started since: s, m, h, d, w; an hour when nothing is said' },
  { example: 'from:14:30 to:15:00', meaning: 'between two times; also 2026-11-25T14:30 and epoch numbers' },
  { example: 'limit:200', meaning: `how many traces to take from each source, at most ${MAX_LIMIT}` },
];

/**
 * Reads the search box for traces; never throws, whatever the text. The language of `parseSpanQuery`, and besides:
 *
 *     window = "last" time | ("from" | "since") ":" instant | ("to" | "until") ":" instant
 *     limit  = "limit" ":" number
 *
 * Of several windows the last one counts.
 */
export function parseTraceQuery(text: string, nowEpochMs: number): TraceQuery {
  const reader = new WhenReader(nowEpochMs);
  const rest = reader.take(queryTokens(text));
  const { conditions, problems } = readConditions(rest, (typed) => typed);
  return { conditions, window: reader.window, limit: reader.limit, problems: [...reader.problems, ...problems] };
}

/** The conditions as a search within a trace takes them: case does not matter there. */
export function inTraceConditions(text: string, nowEpochMs: number): readonly SpanCondition[] {
  const rest = new WhenReader(nowEpochMs).take(queryTokens(text));
  return readConditions(rest, asciiLower).conditions;
}

/** Takes out of the tokens what says when and how many. */
class WhenReader {
  readonly problems: string[] = [];
  readonly #nowEpochMs: number;
  #lastMs: number | undefined;
  #from: bigint | undefined;
  #to: bigint | undefined;
  limit = DEFAULT_LIMIT;

  constructor(nowEpochMs: number) {
    this.#nowEpochMs = nowEpochMs;
  }

  get window(): TimeWindow {
    if (this.#lastMs !== undefined) return { kind: 'last', ms: this.#lastMs };
    if (this.#from !== undefined) return { kind: 'between', fromEpochNs: this.#from, toEpochNs: this.#to };
    if (this.#to === undefined) return DEFAULT_WINDOW;
    return { kind: 'between', fromEpochNs: this.#to - 3_600_000_000_000n, toEpochNs: this.#to };
  }

  take(tokens: readonly QueryToken[]): readonly QueryToken[] {
    const rest: QueryToken[] = [];
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at]!;
      // What is quoted is text; `from:"2026-11-25 14:30"` has its sign outside.
      const keyEnd = token.text.indexOf(':') + 1 || token.text.length;
      const word = token.excluded || token.isLiteral(0, keyEnd) ? '' : asciiLower(token.text);
      const next = tokens[at + 1];
      const lastMs = word === 'last' && next ? parseLast(next.text) : undefined;
      if (lastMs !== undefined) {
        this.#last(lastMs);
        at++;
      } else if (!this.#takeField(word, token)) rest.push(token);
    }
    if (this.#from !== undefined && this.#to !== undefined && this.#to <= this.#from)
      this.problems.push('The time after "to" is not later than the one after "from".');
    return rest;
  }

  #takeField(word: string, token: QueryToken): boolean {
    const colon = word.indexOf(':');
    const value = token.text.slice(colon + 1);
    switch (word.slice(0, Math.max(0, colon))) {
      case 'last': {
        const ms = parseLast(value);
        if (ms !== undefined) this.#last(ms);
        else this.problems.push(`"${token.raw}" needs a number and a unit (s, m, h, d, w), such as last 15m.`);
        return true;
      }
      case 'from':
      case 'since':
        this.#from = this.#instant(token, value) ?? this.#from;
        return true;
      case 'to':
      case 'until':
        this.#to = this.#instant(token, value) ?? this.#to;
        return true;
      case 'limit':
        if (/^[1-9]\d{0,5}$/.test(value)) this.limit = Math.min(MAX_LIMIT, Number(value));
        else this.problems.push(`"${token.raw}" needs a number from 1 to ${MAX_LIMIT}.`);
        return true;
      default:
        return false;
    }
  }

  #last(ms: number): void {
    this.#lastMs = ms;
    this.#from = undefined;
    this.#to = undefined;
  }

  #instant(token: QueryToken, text: string): bigint | undefined {
    const instant = parseInstant(text, this.#nowEpochMs);
    if (instant === undefined)
      this.problems.push(`"${token.raw}" needs a time, such as 14:30, 2026-11-25T14:30 or an epoch number.`);
    else this.#lastMs = undefined;
    return instant;
  }
}
