import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_CAP_BYTES, Store } from '../../../../src/collector/store/store.ts';
import { exportJson, protoBytes, spanId, traceId, type SpanSpec } from '../support/payloads.ts';
import { openStore, keep } from '../support/openStore.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

interface Sent {
  readonly service: string;
  readonly span: SpanSpec;
}

const sentSpan = fc.record({
  service: fc.constantFrom('a', 'b', 'c', '__proto__'),
  span: fc.record(
    {
      trace: fc.integer({ min: 1, max: 2 }),
      id: fc.integer({ min: 1, max: 6 }),
      parent: fc.integer({ min: 1, max: 9 }),
      name: fc.constantFrom('x', 'y', 'constructor'),
      startNs: fc.integer({ min: 0, max: 5 }),
      durationNs: fc.integer({ min: 0, max: 5 }),
      error: fc.boolean(),
      file: fc.constantFrom('f', 'g'),
    },
    { requiredKeys: ['trace', 'id', 'name', 'startNs', 'durationNs'] },
  ),
});

/** Sends requests of the given sizes and tells what a reader of the store sees. */
function seenAfter(sent: readonly Sent[], sizes: readonly number[]): object {
  const directory = temporaryDirectory();
  const store = new Store({ directory, mode: 'write', capBytes: DEFAULT_CAP_BYTES });
  let from = 0;
  for (let i = 0; from < sent.length; i++) {
    const batch = sent.slice(from, (from += sizes[i % sizes.length]!));
    const payload = exportJson(...batch.map(({ service, span }) => ({ service, spans: [span] })));
    store.ingest([{ protobuf: protoBytes(payload), rejected: [] }]);
  }
  const sites = store.codeSites(0).map(({ id, service, filePath, operation }) => ({
    place: JSON.stringify([service, filePath, operation]),
    latency: store.latency([[id]], 0n)[0],
  }));
  const { stored, traces } = store.stats();
  const seen = {
    list: store.list({ limit: 100 }),
    sites: sites.sort((a, b) => (a.place < b.place ? -1 : 1)),
    stored,
    traces,
  };
  store.close();
  return seen;
}

test('order, batches and repeats do not matter: the same spans make the same traces', { timeout: 60_000 }, () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
  const scenario = fc.array(sentSpan, { minLength: 1, maxLength: 12 }).chain((sent) =>
    fc.record({
      sent: fc.constant(sent),
      shuffled: fc.shuffledSubarray(sent, { minLength: sent.length }),
      repeated: fc.subarray(sent),
      sizes,
    }),
  );
  fc.assert(
    fc.property(scenario, ({ sent, shuffled, repeated, sizes }) => {
      expect(seenAfter([...shuffled, ...repeated], sizes)).toEqual(seenAfter(sent, [sent.length]));
    }),
    { numRuns: 60 },
  );
});

test('the same span from two services is two spans, in whatever order they arrive', () => {
  const sent = ['a', 'b'].map((service): Sent => ({ service, span: { trace: 2, id: 5, name: 'x', file: 'f' } }));
  const seen = seenAfter(sent, [1]);
  expect(seen).toMatchObject({ stored: 2, list: [{ services: ['a', 'b'] }] });
  expect(seenAfter(sent.toReversed(), [1])).toEqual(seen);
  expect(seenAfter([...sent, ...sent], [1])).toEqual(seen);
});

test('until a root arrives the earliest span names the trace; the root takes over, however late', () => {
  const store = openStore();
  keep(store, { service: 'db', spans: [{ id: 3, parent: 2, name: 'SELECT', startNs: 50 }] });
  expect(store.list({ limit: 1 })).toMatchObject([{ rootService: 'db', rootName: 'SELECT', rootSpanId: undefined }]);
  keep(store, { service: 'orders', spans: [{ id: 2, parent: 1, name: 'POST /orders', startNs: 20 }] });
  expect(store.list({ limit: 1 })).toMatchObject([{ rootService: 'orders', rootName: 'POST /orders' }]);
  keep(store, { service: 'gateway', spans: [{ id: 1, name: 'POST /', startNs: 90, durationNs: 200 }] });
  expect(store.list({ limit: 1 })).toMatchObject([
    { traceId: traceId(1), rootService: 'gateway', rootName: 'POST /', rootSpanId: spanId(1), spans: 3 },
  ]);
  expect(store.list({ limit: 1 })[0]?.services).toEqual(['db', 'gateway', 'orders']);
});
