import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { traceId } from '../support/payloads.ts';
import { keep, openStore } from '../support/openStore.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

const CAP_BYTES = 1024 * 1024;
/** So that a trace takes some kilobytes. */
const LONG_NAME = 'x'.repeat(8000);

test('above its size the store gives up its oldest traces, and counts them', () => {
  const directory = temporaryDirectory();
  const store = openStore(directory, CAP_BYTES);
  for (let i = 1; i <= 300; i++) {
    keep(store, {
      service: 's',
      spans: [
        { trace: i, id: 1, name: LONG_NAME, startNs: -i, file: `f${i}` },
        { trace: i, id: 2, kind: 3 },
      ],
    });
    expect(store.stats().storeBytes).toBeLessThanOrEqual(CAP_BYTES);
  }
  const { stored, evicted, traces } = store.stats();
  expect(stored).toBe(600);
  const listed = store.list({ limit: 1000 });
  expect(listed).toHaveLength(traces);
  expect(stored).toBe(listed.reduce((sum, { spans }) => sum + spans, 0) + evicted['size']!);
  // First arrived, first out; the time a span claims does not matter.
  expect(listed.map((summary) => summary.traceId)).toEqual(
    Array.from({ length: traces }, (_, i) => traceId(300 - traces + 1 + i)),
  );
  expect(traces).toBeGreaterThan(50);
  expect(store.trace(traceId(1))).toEqual([]);
  expect(store.codeSites(0).map((site) => site.filePath)).toEqual(
    Array.from({ length: traces }, (_, i) => `f${300 - traces + 1 + i}`),
  );
  store.close();
  expect(statSync(join(directory, 'traces.db')).size).toBeLessThan(1.5 * CAP_BYTES);
});

test('a span of an evicted trace is new when it comes again', () => {
  const store = openStore(undefined, CAP_BYTES);
  const first = { service: 's', spans: [{ trace: 1, name: LONG_NAME }] };
  keep(store, first);
  for (let i = 2; i <= 200; i++) keep(store, { service: 's', spans: [{ trace: i, name: LONG_NAME }] });
  expect(store.trace(traceId(1))).toEqual([]);
  keep(store, first);
  expect(store.trace(traceId(1))).toHaveLength(1);
  expect(store.stats().duplicate).toBe(0);
});

test('a trace larger than the store leaves it too', () => {
  const store = openStore(undefined, CAP_BYTES);
  keep(store, { service: 's', spans: [{ trace: 1 }, { trace: 2, name: 'x'.repeat(3 * CAP_BYTES) }] });
  expect(store.stats()).toMatchObject({ stored: 2, traces: 0, evicted: { size: 2 } });
});

test('cleared, the store is empty and small, and goes on counting', () => {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  const batch = {
    service: 's',
    spans: [
      { trace: 1, name: LONG_NAME, file: 'a.ts' },
      { trace: 2, kind: 3 },
    ],
  };
  keep(store, batch);
  const before = store.codeSites(0).at(-1)!.id;
  store.clear();
  expect(store.list({ limit: 10 })).toEqual([]);
  expect(store.codeSites(0)).toEqual([]);
  expect(store.stats()).toMatchObject({ stored: 2, traces: 0, evicted: { cleared: 2 } });
  expect(statSync(join(directory, 'traces.db-wal')).size).toBe(0);
  keep(store, batch);
  expect(store.stats()).toMatchObject({ stored: 4, duplicate: 0, traces: 2 });
  // Who polls for sites after a number must not miss one.
  expect(store.codeSites(before)).toHaveLength(1);
});
