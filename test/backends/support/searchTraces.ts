import type { Backend } from '../../../src/backends/backend.ts';
import { TraceSearch } from '../../../src/backends/traceSearch.ts';
import { FILE_LIMITS } from '../../../src/core/formats/limits.ts';
import type { TraceId } from '../../../src/core/ids.ts';
import type { SourceState } from '../../../src/core/searchProtocol.ts';
import { rangeOf } from '../../../src/core/timeWindow.ts';
import { parseTraceQuery } from '../../../src/core/traceQuery.ts';
import { matchingSummaries } from '../../../src/parser/matchingSummaries.ts';
import { readTraces } from '../../../src/parser/readTraces.ts';

export interface SearchOutcome {
  readonly ids: ReadonlySet<TraceId>;
  readonly last: SourceState;
}

/** Searches one backend as the search page does, with the parser in this process. */
export async function searchTraces(backend: Backend, text: string): Promise<SearchOutcome> {
  const nowEpochMs = Date.now();
  const { conditions, window, limit, problems } = parseTraceQuery(text, nowEpochMs);
  if (problems.length > 0) throw new Error(problems.join(' '));
  const { id, label, capabilities } = backend;
  const source = {
    id,
    label,
    order: capabilities.order,
    maxChecked: 200,
    isLocal: false,
    search: backend.search.bind(backend),
    getTrace: backend.getTrace.bind(backend),
  };
  const reader = {
    summarise: async (
      { chunks, format }: { readonly chunks: readonly ArrayBuffer[]; readonly format: never },
      filter: string,
    ) => {
      const bytes = chunks.map((chunk) => new Uint8Array(chunk));
      const { traces, rejected } = readTraces(bytes, format, FILE_LIMITS);
      const oldestEpochNs = traces[0]?.summary.startEpochNs;
      return { traces: matchingSummaries(traces, filter), read: traces.length, oldestEpochNs, rejected };
    },
  };
  const search = new TraceSearch([source], reader, {
    text,
    conditions,
    range: rangeOf(window, nowEpochMs),
    limit,
  });
  const ids = new Set<TraceId>();
  let last: SourceState = { state: 'asking' };
  await search.run(
    {
      found: (traces) => traces.forEach(({ traceId }) => ids.add(traceId)),
      progress: (_, state) => (last = state),
    },
    new AbortController().signal,
  );
  return { ids, last };
}
