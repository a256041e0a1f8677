import type { SpanCondition } from '../core/spanQuery.ts';
import type { TraceSummary } from '../core/trace.ts';
import type { SummariesPage } from './backend.ts';
import { newestFirst } from './newestFirst.ts';

/** The readable ones of a server's entries, newest first; the others are counted. */
export function summariesPage(
  entries: readonly unknown[],
  summaryOf: (entry: unknown) => TraceSummary | undefined,
  limit: number,
  rest: readonly SpanCondition[],
): SummariesPage {
  const traces = entries.map(summaryOf).filter((summary) => summary !== undefined);
  const unreadable = entries.length - traces.length;
  const notes =
    unreadable === 0 ? [] : [`${unreadable} of its ${entries.length} entries could not be read and are missing.`];
  return {
    kind: 'summaries',
    traces: newestFirst(traces),
    truncated: entries.length >= limit,
    unreadable,
    rest,
    notes,
  };
}
