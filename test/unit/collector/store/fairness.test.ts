import { expect, test } from 'vitest';
import { Store } from '../../../../src/collector/store/store.ts';
import { keep, openStore } from '../support/openStore.ts';
import { traceId } from '../support/payloads.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

const CAP_BYTES = 1024 * 1024;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const name = 'x'.repeat(8000);

test('a noisy service pushes out its own traces, not those of the quiet ones', () => {
  const store = openStore(undefined, CAP_BYTES);
  for (let trace = 1; trace <= 20; trace++) keep(store, { service: `quiet ${trace % 2}`, spans: [{ trace, name }] });
  for (let trace = 100; trace < 600; trace++) keep(store, { service: 'noisy', spans: [{ trace, name }] });
  const { evicted, traces } = store.stats();
  expect(evicted).toEqual({ size: 520 - traces });
  const left = store.list({ limit: 1000 });
  expect(left.filter(({ rootService }) => rootService !== 'noisy')).toHaveLength(20);
  // Of the noisy one the newest are left.
  const noisy = left.filter(({ rootService }) => rootService === 'noisy').map((summary) => summary.traceId);
  expect(noisy).toEqual(Array.from({ length: noisy.length }, (_, i) => traceId(600 - noisy.length + i)));
  expect(noisy.length).toBeGreaterThan(40);
});

test('a trace counts for the service of its root, however late that comes', () => {
  const store = openStore(undefined, CAP_BYTES);
  keep(store, { service: 'noisy', spans: [{ trace: 1, id: 2, parent: 1, name }] });
  keep(store, { service: 'quiet', spans: [{ trace: 1, id: 1, name: 'root' }] });
  for (let trace = 100; trace < 400; trace++) keep(store, { service: 'noisy', spans: [{ trace, name }] });
  expect(store.trace(traceId(1))).toHaveLength(2);
});

test('other limits hold from the next payload on, or when asked', () => {
  const store = openStore();
  for (let trace = 1; trace <= 200; trace++) keep(store, { service: 's', spans: [{ trace, name }] });
  store.configure({ capBytes: CAP_BYTES, maxAgeMs: 0 });
  store.makeRoom();
  expect(store.stats().storeBytes).toBeLessThanOrEqual(CAP_BYTES);
  expect(store.stats().evicted['size']).toBe(200 - store.stats().traces);
});

/** A store with an age limit and clocks to turn. */
function agingStore(directory = temporaryDirectory()) {
  let wallMs = Date.now();
  let monotonicMs = 0;
  const clocks = { wallMs: () => wallMs, monotonicMs: () => monotonicMs };
  const open = (): Store =>
    new Store({ directory, mode: 'write', capBytes: 64 * CAP_BYTES, maxAgeMs: 7 * DAY_MS, clocks });
  return {
    open,
    pass: (ms: number) => {
      wallMs += ms;
      monotonicMs += ms;
    },
    setClock: (ms: number) => void (wallMs += ms),
  };
}

test('traces leave by age, counted from their last span', () => {
  const { open, pass } = agingStore();
  const store = open();
  keep(store, { service: 's', spans: [{ trace: 1 }, { trace: 2 }] });
  pass(6 * DAY_MS);
  keep(store, { service: 's', spans: [{ trace: 2, id: 2 }] });
  pass(2 * DAY_MS);
  store.makeRoom();
  expect(store.stats()).toMatchObject({ traces: 1, evicted: { age: 1 } });
  expect(store.trace(traceId(2))).toHaveLength(2);
  pass(6 * DAY_MS);
  store.makeRoom();
  expect(store.stats()).toMatchObject({ traces: 0, evicted: { age: 3 } });
  store.close();
});

test('a store that nothing is sent to ages too', () => {
  const { open, pass } = agingStore();
  const store = open();
  keep(store, { service: 's', spans: [{ trace: 1 }] });
  pass(8 * DAY_MS);
  store.flush();
  expect(store.stats()).toMatchObject({ traces: 0, evicted: { age: 1 } });
  store.close();
});

test('a clock that jumps while the store is open evicts nothing (S12)', () => {
  const { open, pass, setClock } = agingStore();
  const store = open();
  keep(store, { service: 's', spans: [{ trace: 1 }] });
  for (const jump of [10 * 365 * DAY_MS, -20 * 365 * DAY_MS, 10 * 365 * DAY_MS]) {
    setClock(jump);
    pass(HOUR_MS);
    keep(store, { service: 's', spans: [{ trace: 2 }] });
    store.makeRoom();
    expect(store.stats().traces).toBe(2);
  }
  store.close();
});

test('a clock that jumped while the store was closed leaves half an age of traces', () => {
  const { open, pass, setClock } = agingStore();
  const first = open();
  keep(first, { service: 's', spans: [{ trace: 1 }] });
  pass(5 * DAY_MS);
  keep(first, { service: 's', spans: [{ trace: 2 }] });
  first.close();
  setClock(10 * 365 * DAY_MS);
  const second = open();
  second.makeRoom();
  expect(second.list({ limit: 9 }).map((summary) => summary.traceId)).toEqual([traceId(2)]);
  pass(4 * DAY_MS);
  second.makeRoom();
  expect(second.stats().traces).toBe(0);
  second.close();
});
