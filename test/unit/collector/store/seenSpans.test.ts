import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SeenSpans } from '../../../../src/collector/store/seenSpans.ts';
import type { SpanHead } from '../../../../src/core/formats/spanHead.ts';
import type { TraceId } from '../../../../src/core/ids.ts';
import { spanId, traceId } from '../support/payloads.ts';

function head(trace: number, id: number, contentHash: number): SpanHead {
  return {
    traceId: traceId(trace),
    spanId: spanId(id),
    parentSpanId: undefined,
    service: '',
    serviceVersion: undefined,
    name: '',
    kind: 0,
    error: false,
    startEpochNs: 0n,
    endEpochNs: 0n,
    contentHash,
    code: undefined,
    links: undefined,
  };
}

test('a span is new once; the same ID with other content is another span', () => {
  const seen = new SeenSpans(100, () => []);
  expect(
    [head(1, 1, 5), head(1, 1, 5), head(1, 1, 6), head(1, 1, 6), head(1, 1, 5), head(2, 1, 5)].map((span) =>
      seen.add(span),
    ),
  ).toEqual([true, false, true, false, false, true]);
});

test('whatever it forgets, it says the same as a set of everything', () => {
  const spans = fc.record({ trace: fc.nat(6), id: fc.nat(4), hash: fc.nat(2), forget: fc.boolean() });
  fc.assert(
    fc.property(fc.array(spans, { maxLength: 80 }), fc.integer({ min: 1, max: 12 }), (steps, maxSpans) => {
      const kept = new Map<TraceId, SpanHead[]>();
      const all = new Set<string>();
      const seen = new SeenSpans(maxSpans, (id) => kept.get(id) ?? []);
      for (const { trace, id, hash, forget } of steps) {
        const span = head(trace, id, hash);
        const key = `${trace} ${id} ${hash}`;
        expect(seen.add(span)).toBe(!all.has(key));
        if (!all.has(key)) kept.set(span.traceId, [...(kept.get(span.traceId) ?? []), span]);
        all.add(key);
        if (forget) seen.forget(span.traceId);
      }
    }),
  );
});

test('it reads a trace once while it fits, and again after it was pushed out', () => {
  const reads: string[] = [];
  const seen = new SeenSpans(3, (id) => {
    reads.push(id);
    return [];
  });
  for (const [trace, id] of [
    [1, 1],
    [1, 2],
    [2, 1],
    [1, 3],
    [1, 1],
  ] as const)
    seen.add(head(trace, id, 0));
  expect(reads).toEqual([traceId(1), traceId(2)]);
  seen.add(head(2, 2, 0));
  expect(reads).toEqual([traceId(1), traceId(2), traceId(2)]);
});
