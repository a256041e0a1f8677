import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { SCHEMA_VERSION } from '../../../../src/collector/store/schema.ts';
import { DEFAULT_CAP_BYTES, Store } from '../../../../src/collector/store/store.ts';
import { oldStore, type OldCall } from '../support/oldStore.ts';
import { keep, openStore } from '../support/openStore.ts';
import { EPOCH_NS, spanId, traceId } from '../support/payloads.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

const calls: readonly OldCall[] = Array.from({ length: 30 }, (_, i) => ({
  trace: i + 1,
  line: 1 + (i % 2),
  startNs: i * 60_000_000_000,
  durationNs: (i + 1) * 1000,
  error: i === 4,
}));

/** Version 3 is what 2 became, without what came with 4. */
function storeOf(version: 1 | 2 | 3): string {
  if (version !== 3) return oldStore(version, calls);
  const directory = oldStore(2, calls);
  openStore(directory).close();
  const database = new DatabaseSync(join(directory, 'traces.db'));
  database.exec(`DROP TABLE version;
    CREATE TABLE old_site (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      service TEXT NOT NULL,
      file TEXT NOT NULL,
      line INTEGER NOT NULL,
      column INTEGER NOT NULL,
      function TEXT NOT NULL,
      UNIQUE (service, file, line, column, function)
    ) STRICT;
    INSERT INTO old_site SELECT id, service, file, line, column, function FROM site;
    DROP TABLE site;
    ALTER TABLE old_site RENAME TO site;
    PRAGMA user_version = 3`);
  database.close();
  return directory;
}

/** Tables and indexes with what they are made of, spaces aside. */
function schemaOf(directory: string): unknown {
  const database = new DatabaseSync(join(directory, 'traces.db'), { readOnly: true });
  const rows = database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all();
  const version = database.prepare('PRAGMA user_version').get();
  database.close();
  return [
    version,
    rows.map(({ type, name, sql }) => [
      type,
      name,
      String(sql)
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/ (?=[,)])/g, ''),
    ]),
  ];
}

test.each([1, 2, 3] as const)('a store of version %i becomes one like a new one and loses nothing', (version) => {
  const directory = storeOf(version);
  const store = openStore(directory);
  expect(store.stats()).toMatchObject({ received: 30, stored: 30, traces: 30 });
  expect(store.list({ limit: 100 })).toHaveLength(30);
  expect(store.trace(traceId(5))).toHaveLength(1);
  const [first, second] = store.codeSites(0);
  const [one, other, both] = store.latency([[first!.id], [second!.id], [first!.id, second!.id]], EPOCH_NS);
  expect(one).toMatchObject({ count: 15, errors: 1, maxNs: 29_000 });
  expect(other).toMatchObject({ count: 15, errors: 0, maxNs: 30_000 });
  expect(Math.abs(both!.p50Ns - 15_000)).toBeLessThanOrEqual(150);
  expect(store.exemplars([first!.id], 'failing', 5)).toMatchObject([
    { traceId: traceId(5), spanId: spanId(1), service: 's', name: 'operation', durationNs: 5000 },
  ]);
  expect(store.exemplars([second!.id], 'slowest', 2).map(({ durationNs }) => durationNs)).toEqual([30_000, 28_000]);
  // It goes on as any other.
  keep(store, { service: 's', spans: [{ trace: 50, file: 'a.ts', line: 1 }] });
  expect(store.latency([[first!.id]], 0n)).toMatchObject([{ count: 16 }]);
  store.close();
  const fresh = temporaryDirectory();
  openStore(fresh).close();
  expect(schemaOf(directory)).toEqual(schemaOf(fresh));
});

test.each([1, 2, 3] as const)('a store of version %i can be read as it is', (version) => {
  const directory = storeOf(version);
  const before = readFileSync(join(directory, 'traces.db'));
  const store = new Store({ directory, mode: 'read', capBytes: DEFAULT_CAP_BYTES });
  expect(store.list({ limit: 100 })).toHaveLength(30);
  expect(store.trace(traceId(5))).toHaveLength(1);
  expect(store.logsOf(traceId(5))).toEqual([]);
  const [site] = store.codeSites(0);
  // Calls of versions 1 and 2 are rows that nobody sums up on the way.
  expect(store.latency([[site!.id]], 0n)).toMatchObject([version === 3 ? { count: 15 } : undefined]);
  expect(store.exemplars([site!.id], 'latest', 5)).toHaveLength(version === 3 ? 5 : 0);
  expect(store.serviceVersions('s')).toEqual([]);
  store.close();
  expect(readFileSync(join(directory, 'traces.db'))).toEqual(before);
});

test('a migration that fails leaves the store as it was', () => {
  const directory = oldStore(2, calls);
  const file = join(directory, 'traces.db');
  const database = new DatabaseSync(file);
  database.exec('CREATE TABLE service (in_the_way)');
  database.close();
  const before = schemaOf(directory);
  expect(() => openStore(directory)).toThrow('cannot be opened');
  expect(schemaOf(directory)).toEqual(before);
});

test('of a newer version is said what to do', () => {
  const directory = oldStore(2, []);
  const database = new DatabaseSync(join(directory, 'traces.db'));
  database.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
  database.close();
  expect(() => openStore(directory)).toThrow(/update Spanline, or move the folder away/);
});
