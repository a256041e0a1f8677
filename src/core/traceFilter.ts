import { parseDuration } from './parseDuration.ts';
import type { TraceListQuery } from './protocol.ts';

/** What was typed into the filter box, read. */
export interface TraceFilter {
  readonly query: Omit<TraceListQuery, 'limit'>;
  /** Words that look like a filter but are none, in a sentence each. */
  readonly problems: readonly string[];
}

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
      const minDurationNs = parseDuration(duration);
      if (minDurationNs === undefined)
        problems.push(`"${token}" needs a number and a unit (ns, us, ms, s, m, h), such as duration>50ms.`);
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
