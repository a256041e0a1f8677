import type { Trace } from '../core/assemble.ts';
import { matchSpans } from '../core/matchSpans.ts';
import type { MatchedSummary } from '../core/protocol.ts';
import { inTraceConditions } from '../core/traceQuery.ts';
import { TraceText } from '../core/traceText.ts';

/** Summaries of the traces with a span for which all conditions of the filter hold; a filter without conditions takes all. */
export function matchingSummaries(traces: readonly Trace[], filter: string): readonly MatchedSummary[] {
  const conditions = inTraceConditions(filter, Date.now());
  if (conditions.length === 0) return traces.map(({ summary }) => ({ ...summary, matched: undefined }));
  const query = { conditions, problems: [] };
  return traces
    .map((trace) => ({ ...trace.summary, matched: matchSpans(trace, new TraceText(trace), query).length }))
    .filter(({ matched }) => matched > 0);
}
