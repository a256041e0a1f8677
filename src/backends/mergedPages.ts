import type { TraceId } from '../core/ids.ts';
import type { TraceSummary } from '../core/trace.ts';
import type { SearchPage, SummariesPage, TracesPage } from './backend.ts';
import { newestFirst } from './newestFirst.ts';

/**
 * The answers to the same search, asked service by service, as one: a trace that several services took part in is there once. The pages
 * are all of one kind; none at all are an empty one.
 */
export function mergedPages(pages: readonly SearchPage[], notes: readonly string[]): SearchPage {
  const [first] = pages;
  const parts = { rest: first?.rest ?? [], notes: [...new Set([...notes, ...pages.flatMap((page) => page.notes)])] };
  if (first?.kind !== 'traces') return { ...parts, ...mergedSummaries(pages.filter(isSummaries)) };
  const payloads = pages.filter(isTraces).map(({ payload }) => payload);
  return {
    ...parts,
    kind: 'traces',
    payload: { format: first.payload.format, chunks: payloads.flatMap(({ chunks }) => chunks) },
    limit: Math.min(...pages.filter(isTraces).map(({ limit }) => limit)),
  };
}

function mergedSummaries(pages: readonly SummariesPage[]): Omit<SummariesPage, 'rest' | 'notes'> {
  const byId = new Map<TraceId, TraceSummary>();
  for (const { traces } of pages) for (const trace of traces) byId.set(trace.traceId, byId.get(trace.traceId) ?? trace);
  // A page that was cut off ends at its oldest trace. Below the newest of these ends something is missing; the next page begins there.
  const ends = pages.filter(({ truncated }) => truncated).flatMap(({ traces }) => traces.slice(-1));
  const end = newestFirst(ends)[0]?.startEpochNs;
  const traces = newestFirst([...byId.values()]);
  return {
    kind: 'summaries',
    traces: end === undefined ? traces : traces.filter(({ startEpochNs }) => BigInt(startEpochNs) >= BigInt(end)),
    truncated: pages.some(({ truncated }) => truncated),
    unreadable: pages.reduce((sum, { unreadable }) => sum + unreadable, 0),
  };
}

function isSummaries(page: SearchPage): page is SummariesPage {
  return page.kind === 'summaries';
}

function isTraces(page: SearchPage): page is TracesPage {
  return page.kind === 'traces';
}
