import type { TraceSummary } from '../core/trace.ts';
import type { TraceSearchResult } from './backend.ts';

/** The readable ones of a server's entries, newest first; the others are counted. */
export function searchResult(
  entries: readonly unknown[],
  summaryOf: (entry: unknown) => TraceSummary | undefined,
  limit: number,
): TraceSearchResult {
  const traces = entries.map(summaryOf).filter((summary) => summary !== undefined);
  // Decimal nanoseconds without leading zeros compare by length first.
  traces.sort((a, b) => b.startEpochNs.length - a.startEpochNs.length || (b.startEpochNs > a.startEpochNs ? 1 : -1));
  return { traces, truncated: entries.length >= limit, unreadable: entries.length - traces.length };
}
