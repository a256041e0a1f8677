import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Trace } from '../../../../src/core/assemble.ts';
import { FILE_LIMITS } from '../../../../src/core/formats/limits.ts';
import { DEFAULT_CAP_BYTES, Store } from '../../../../src/collector/store/store.ts';
import { readTraces } from '../../../../src/parser/readTraces.ts';
import { protoOfJson } from '../../../support/corpus/protoOfJson.ts';
import { timeBox } from '../../../support/corpus/timeBox.ts';
import { temporaryDirectory } from '../../collector/support/temporaryDirectory.ts';
import { anyPayload } from '../../core/anyPayload.ts';
import { detailsOf } from '../../core/seen.ts';

interface Scope {
  readonly spans: readonly object[];
}
interface Resource {
  readonly scopeSpans: readonly Scope[];
}

/** One payload a span, with the resource and scope it was sent in. */
function oneByOne(payload: object): readonly Uint8Array[] {
  const { resourceSpans } = payload as { readonly resourceSpans: readonly Resource[] };
  return resourceSpans.flatMap((resource) =>
    resource.scopeSpans.flatMap((scope) =>
      scope.spans.map((span) =>
        protoOfJson({ resourceSpans: [{ ...resource, scopeSpans: [{ ...scope, spans: [span] }] }] }),
      ),
    ),
  );
}

/** What must be the same whatever the order: rows with their place, times and marks, under the trace's header. */
function shapeOf(trace: Trace): object {
  const { header } = trace;
  const rows = detailsOf(trace).map(({ row, ...detail }) => [trace.columns.depth[row], detail]);
  return { count: header.count, start: header.startEpochNs, warnings: header.warnings, errors: header.errors, rows };
}

/** Each request goes into the store; gives every trace as it is read from there. */
function storedAfter(requests: readonly (readonly Uint8Array[])[]): readonly object[] {
  const store = new Store({ directory: temporaryDirectory(), mode: 'write', capBytes: DEFAULT_CAP_BYTES });
  for (const request of requests) store.ingest([{ protobuf: Buffer.concat(request), rejected: [] }]);
  const stats = store.stats();
  expect(stats.received).toBe(stats.stored + stats.duplicate);
  const traces = store
    .list({ limit: 100 })
    .map(({ traceId }) => traceId)
    .sort()
    .flatMap((id) => {
      const chunks = store.trace(id).map((chunk) => new Uint8Array(chunk));
      return readTraces(chunks, 'otlp-protobuf', FILE_LIMITS).traces.map(shapeOf);
    });
  store.close();
  return traces;
}

test('property 3: any split, order and repeats of a payload give the same stored trace', { timeout: 60_000 }, () => {
  const scenario = anyPayload.chain((payload) => {
    const spans = oneByOne(payload);
    return fc.record({
      sent: fc.constant(spans),
      shuffled: fc.shuffledSubarray([...spans], { minLength: spans.length }),
      repeated: fc.subarray([...spans]),
      size: fc.integer({ min: 1, max: 5 }),
    });
  });
  fc.assert(
    fc.property(scenario, ({ sent, shuffled, repeated, size }) => {
      const all = [...shuffled, ...repeated];
      const split = Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
      expect(storedAfter(split)).toEqual(storedAfter([sent]));
    }),
    timeBox(80, 8000),
  );
});
