import { expect, test } from 'vitest';
import type { SpanId, TraceId } from '../../../../src/core/ids.ts';
import type { ExemplarOrder, SpanExemplar } from '../../../../src/core/latencyProtocol.ts';
import type { SpanProfile } from '../../../../src/core/spanProfile.ts';
import { FunctionProfiles } from '../../../../src/editor/latency/functionProfiles.ts';

const exemplar = (trace: string, span: string, error = false): SpanExemplar => ({
  traceId: trace as TraceId,
  spanId: span as SpanId,
  name: 'x',
  service: 's',
  startEpochNs: '1',
  durationNs: 10,
  error,
});
const profile = (spanId: string, durationNs: number, selfNs: number, errorType?: string): SpanProfile => ({
  spanId: spanId as SpanId,
  durationNs,
  selfNs,
  errorType,
});

function profilesOf(
  exemplars: Readonly<Record<ExemplarOrder, readonly SpanExemplar[]>>,
  known: readonly SpanProfile[],
): { readonly profiles: FunctionProfiles; readonly read: string[] } {
  const read: string[] = [];
  const store = {
    exemplars: (_sites: readonly number[], order: ExemplarOrder) => Promise.resolve(exemplars[order]),
    trace: (traceId: TraceId) => {
      read.push(traceId);
      return Promise.resolve([]);
    },
  };
  const profiles = new FunctionProfiles(store, (_chunks, spanIds) =>
    Promise.resolve(known.filter(({ spanId }) => spanIds.includes(spanId))),
  );
  return { profiles, read };
}

test('self time is a share of all the time of the latest calls; failures are counted by what they were', async () => {
  const failing = [exemplar('t1', 'a', true), exemplar('t2', 'b', true), exemplar('t3', 'c', true)];
  const { profiles, read } = profilesOf(
    { latest: [exemplar('t1', 'a', true), exemplar('t1', 'd')], failing, slowest: [] },
    [
      profile('a', 100, 10, 'Timeout'),
      profile('b', 7, 7, 'Refused'),
      profile('c', 7, 7, 'Refused'),
      profile('d', 300, 90),
    ],
  );
  expect(await profiles.of([1])).toEqual({
    calls: 2,
    selfShare: 0.25,
    errors: [
      ['Refused', 2],
      ['Timeout', 1],
    ],
  });
  expect(read.toSorted()).toEqual(['t1', 't2', 't3']);
  await profiles.of([1]);
  expect(read).toHaveLength(3);
});

test('a trace that has left the store is left out', async () => {
  const { profiles } = profilesOf({ latest: [exemplar('t1', 'a')], failing: [], slowest: [] }, []);
  expect(await profiles.of([1])).toEqual({ calls: 0, selfShare: undefined, errors: [] });
});
