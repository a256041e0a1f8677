import type { TraceListQuery } from './protocol.ts';

/** What was typed into the filter box, read. */
export interface TraceFilter {
  readonly query: Omit<TraceListQuery, 'limit'>;
  /** Words that look like a filter but are none, in a sentence each. */
  readonly problems: readonly string[];
}

const UNIT_NS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', 1e3],
  ['µs', 1e3],
  ['μs', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
  ['m', 60e9],
]);

/**
 * Reads `service:orders operation:"POST /orders" error duration>50ms any words`. Words that are no filter are looked for in
 * service, operation and trace ID.
 */
export function parseTraceFilter(text: string): TraceFilter {
  const query: { -readonly [K in keyof TraceListQuery]?: TraceListQuery[K] } = {};
  const words: string[] = [];
  const problems: string[] = [];
  for (const token of tokensOf(text)) {
    const service = /^service:(.*)$/is.exec(token)?.[1];
    const operation = /^(?:operation|name):(.*)$/is.exec(token)?.[1];
    const duration = /^(?:duration)?>=?(.+)$/i.exec(token)?.[1];
    if (service !== undefined) query.service = service;
    else if (operation !== undefined) query.operation = operation;
    else if (/^(?:errors?|status:error)$/i.test(token)) query.errorsOnly = true;
    else if (duration !== undefined) {
      const minDurationNs = durationNs(duration);
      if (minDurationNs === undefined)
        problems.push(`"${token}" needs a number and a unit (ns, us, ms, s, m), such as duration>50ms.`);
      else query.minDurationNs = minDurationNs;
    } else words.push(token);
  }
  if (words.length > 0) query.text = words.join(' ');
  return { query, problems };
}

/** Splits at spaces; quotes keep spaces together and are dropped. */
function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  let token = '';
  let quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (char === ' ' && !quoted) {
      if (token !== '') tokens.push(token);
      token = '';
    } else token += char;
  }
  if (token !== '') tokens.push(token);
  return tokens;
}

function durationNs(text: string): number | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,9})?)\s*([a-zµμ]{1,2})$/i.exec(text);
  const unitNs = UNIT_NS.get(match?.[2]?.toLowerCase() ?? '');
  return match && unitNs !== undefined ? Number(match[1]) * unitNs : undefined;
}
