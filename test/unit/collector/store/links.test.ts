import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { DEFAULT_CAP_BYTES, Store } from '../../../../src/collector/store/store.ts';
import { MAX_INBOUND_LINKS } from '../../../../src/core/protocol.ts';
import { oldStore } from '../support/oldStore.ts';
import { keep, openStore } from '../support/openStore.ts';
import { spanId, traceId } from '../support/payloads.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

const target = { traceId: traceId(9), spanId: spanId(5) };
const from = (trace: number, id: number) => ({ traceId: traceId(trace), spanId: spanId(id) });

test('links are found from the other end, whichever came first', () => {
  const store = openStore();
  keep(store, {
    service: 's',
    spans: [
      { trace: 1, id: 1, links: [[9, 5]] },
      { trace: 1, id: 2 },
    ],
  });
  keep(store, { service: 's', spans: [{ trace: 9, id: 5 }] });
  keep(store, {
    service: 's',
    spans: [
      {
        trace: 2,
        id: 3,
        links: [
          [9, 6],
          [9, 5],
          [9, 5],
        ],
      },
      { trace: 3, id: 4, links: [[8, 5]] },
    ],
  });
  expect(store.linksTo(target)).toEqual([from(1, 1), from(2, 3)]);
  expect(store.linksTo(from(9, 7))).toEqual([]);
});

test('of many the first hundred are given, and a retry adds none', () => {
  const store = openStore();
  const batch = {
    service: 's',
    spans: Array.from({ length: 150 }, (_, i) => ({ trace: 1, id: i + 1, links: [[9, 5]] as const })),
  };
  keep(store, batch);
  keep(store, batch);
  const links = store.linksTo(target);
  expect(links).toHaveLength(MAX_INBOUND_LINKS);
  expect(new Set(links.map(({ spanId }) => spanId)).size).toBe(MAX_INBOUND_LINKS);
});

test('links leave with their traces', () => {
  const store = openStore();
  keep(store, { service: 's', spans: [{ trace: 1, id: 1, links: [[9, 5]] }] });
  store.clear();
  expect(store.linksTo(target)).toEqual([]);
});

test('links leave with traces that make room', () => {
  const directory = temporaryDirectory();
  const store = openStore(directory, 300_000);
  keep(store, { service: 's', spans: [{ trace: 1, id: 1, links: [[9, 5]] }] });
  for (let trace = 10; trace < 40; trace++)
    keep(store, { service: 's', spans: [{ trace, name: `${trace} `.repeat(10_000) }] });
  expect(store.linksTo(target)).toEqual([]);
  store.close();
  const database = new DatabaseSync(join(directory, 'traces.db'));
  expect(database.prepare('SELECT count(*) AS links FROM link').get()).toEqual({ links: 0 });
  database.close();
});

const one = { trace: 1, line: 1, startNs: 0, durationNs: 5, error: false };

test('a store of version 1 gets the table, keeps its traces, and notes links from then on', () => {
  const directory = oldStore(1, [one]);
  const store = openStore(directory);
  expect(store.trace(traceId(1))).toHaveLength(1);
  expect(store.linksTo(target)).toEqual([]);
  keep(store, { service: 's', spans: [{ trace: 2, id: 3, links: [[9, 5]] }] });
  expect(store.linksTo(target)).toEqual([from(2, 3)]);
  store.close();
  const again = openStore(directory);
  expect(again.linksTo(target)).toEqual([from(2, 3)]);
  expect(again.movedAside).toBeUndefined();
});

test('a store of version 1 is read as it is', () => {
  const directory = oldStore(1, [one]);
  const before = readFileSync(join(directory, 'traces.db'));
  const store = new Store({ directory, mode: 'read', capBytes: DEFAULT_CAP_BYTES });
  expect(store.trace(traceId(1))).toHaveLength(1);
  expect(store.linksTo(target)).toEqual([]);
  store.close();
  expect(readFileSync(join(directory, 'traces.db'))).toEqual(before);
});

test('when the last spans of a trace arrived', () => {
  const store = openStore();
  const before = Date.now();
  keep(store, { service: 's', spans: [{ trace: 1, id: 1 }] });
  expect(store.lastArrivalMs(traceId(1))).toBeGreaterThanOrEqual(before);
  expect(store.lastArrivalMs(traceId(2))).toBeUndefined();
});
