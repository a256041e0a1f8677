import { expect, test } from 'vitest';
import { TraceSearch } from '../../../src/backends/traceSearch.ts';
import { FILE_LIMITS } from '../../../src/core/formats/limits.ts';
import type { SourceState } from '../../../src/core/searchProtocol.ts';
import { parseTraceQuery } from '../../../src/core/traceQuery.ts';
import { LocalSource } from '../../../src/editor/localSource.ts';
import { matchingSummaries } from '../../../src/parser/matchingSummaries.ts';
import { readTraces } from '../../../src/parser/readTraces.ts';
import { problemFrom } from '../backends/problemFrom.ts';
import { keep, openStore } from '../collector/support/openStore.ts';
import { EPOCH_NS, traceId } from '../collector/support/payloads.ts';

/** The local store with three traces: what a search finds in it. */
function localSource(): LocalSource {
  const store = openStore();
  keep(
    store,
    { service: 'gateway', spans: [{ trace: 1, name: 'GET /orders', startNs: 1000, durationNs: 5_000_000 }] },
    {
      service: 'orders',
      spans: [{ trace: 1, id: 2, parent: 1, name: 'list', startNs: 1100, durationNs: 9, error: true }],
    },
    { service: 'gateway', spans: [{ trace: 2, name: 'POST /orders', startNs: 3000, durationNs: 1000, error: true }] },
    { service: 'orders', spans: [{ trace: 3, name: 'tick', startNs: 2000, durationNs: 10 }] },
  );
  return new LocalSource({
    list: async (query) => store.list(query),
    trace: async (id) => store.trace(id),
    services: async () => store.services(),
    operations: async (service) => store.operations(service),
    oldestEpochNs: async () => store.oldestEpochNs(),
  });
}

async function found(text: string): Promise<{ readonly numbers: readonly number[]; readonly last: SourceState }> {
  const { conditions, limit } = parseTraceQuery(text, 0);
  const range = { fromEpochNs: EPOCH_NS, toEpochNs: EPOCH_NS + 1_000_000_000n };
  const reader = {
    summarise: async ({ chunks }: { readonly chunks: readonly ArrayBuffer[] }, filter: string) => {
      const bytes = chunks.map((chunk) => new Uint8Array(chunk));
      const { traces } = readTraces(bytes, 'otlp-protobuf', FILE_LIMITS);
      return { traces: matchingSummaries(traces, filter), read: 1, oldestEpochNs: undefined, rejected: [] };
    },
  };
  const numbers: number[] = [];
  let last: SourceState = { state: 'asking' };
  const search = new TraceSearch([localSource()], reader, { text, conditions, range, limit });
  await search.run(
    {
      found: (traces) => numbers.push(...traces.map((trace) => Number.parseInt(trace.traceId.slice(2), 16))),
      progress: (_, state) => (last = state),
    },
    new AbortController().signal,
  );
  return { numbers: numbers.toSorted((a, b) => a - b), last };
}

test.each<[string, readonly number[]]>([
  ['', [1, 2, 3]],
  ['service:orders', [1, 3]],
  ['service:ORDERS', [1, 3]],
  ['error', [1, 2]],
  ['service:gateway error', [2]],
  ['operation:list', [1]],
  ['duration>1ms', [1]],
  ['service:orders duration>1ms', []],
  ['tick', [3]],
  ['-error service:orders', [3]],
  ['service:nobody', []],
])('%j finds the traces with a span for which all of it holds', async (text, numbers) => {
  expect(await found(text)).toMatchObject({ numbers, last: { state: 'done', notes: [] } });
});

test('an old line is told that the store begins later', async () => {
  const near = { fromEpochNs: EPOCH_NS - 2_000_000_000_000n, toEpochNs: EPOCH_NS - 1_000_000_000_000n };
  const source = localSource();
  const old = await problemFrom(source.getTrace(traceId(9), undefined, near));
  expect(old.message).toMatch(
    /^The local store does not have it: the line is from .* ago, its oldest trace from .* ago\.$/,
  );
  expect((await problemFrom(source.getTrace(traceId(9)))).message).toBe('The local store does not have it.');
});

test('knows the names for completion', async () => {
  expect(await localSource().services()).toEqual(['gateway', 'orders']);
  expect(await localSource().operations('GATEWAY')).toEqual(['GET /orders', 'POST /orders']);
});
