import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { DEFAULT_CAP_BYTES, Store } from '../../../../src/collector/store/store.ts';
import { keep, openStore } from '../support/openStore.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

const some = { service: 's', spans: [{ id: 1 }, { id: 2 }] };

test.runIf(process.platform !== 'win32')('a new store is for its owner only', () => {
  const directory = join(temporaryDirectory(), 'deep', 'store');
  const store = openStore(directory);
  keep(store, some);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  const files = readdirSync(directory);
  expect(files).toContain('traces.db-wal');
  for (const file of files) expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
});

test('what was kept is there after opening again, duplicates included', () => {
  const directory = temporaryDirectory();
  const first = openStore(directory);
  keep(first, some);
  first.close();
  const second = openStore(directory);
  expect(second.stats()).toMatchObject({ received: 2, stored: 2, traces: 1 });
  keep(second, some);
  expect(second.stats()).toMatchObject({ received: 4, stored: 2, duplicate: 2 });
});

test.each<[string, Uint8Array]>([
  ['other bytes', Buffer.alloc(20_000, 'not a database ')],
  ['a database cut off in its header', Buffer.from('SQLite format 3\0\x10')],
])('a store of %s is put aside, kept, and counted (S01)', (_what, bytes) => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'traces.db'), bytes);
  const store = openStore(directory);
  expect(store.movedAside).toContain('traces.db.corrupt-');
  expect(readFileSync(store.movedAside!)).toEqual(Buffer.from(bytes));
  keep(store, some);
  expect(store.stats()).toMatchObject({ stored: 2, storesMovedAside: 1 });
});

test.each(['', 'x'])('SQLite takes a file of %j for an empty database, and so do we (S01)', (content) => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'traces.db'), content);
  const store = openStore(directory);
  expect(store.movedAside).toBeUndefined();
  expect(store.stats().traces).toBe(0);
});

test('a store of a newer version is left alone (S05)', () => {
  const directory = temporaryDirectory();
  openStore(directory).close();
  const file = join(directory, 'traces.db');
  const database = new DatabaseSync(file);
  database.exec('PRAGMA user_version = 99');
  database.close();
  const bytes = readFileSync(file);
  expect(() => openStore(directory)).toThrow(/newer Spanline \(its version is 99/);
  expect(readFileSync(file)).toEqual(bytes);
});

test("another program's database is left alone (S05)", () => {
  const directory = temporaryDirectory();
  const database = new DatabaseSync(join(directory, 'traces.db'));
  database.exec('CREATE TABLE theirs (x)');
  database.close();
  expect(() => openStore(directory)).toThrow('belongs to another program');
});

test('a directory in the place of the file is a Problem (S06)', () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'traces.db'));
  expect(() => openStore(directory)).toThrow('cannot be opened');
});

test('reading wants a store and changes none', () => {
  const directory = temporaryDirectory();
  const read = (): Store => new Store({ directory, mode: 'read', capBytes: DEFAULT_CAP_BYTES });
  expect(read).toThrow('There is no trace store');
  expect(readdirSync(directory)).toEqual([]);
  const writer = openStore(directory);
  keep(writer, some);
  const reader = read();
  expect(reader.list({ limit: 5 })).toHaveLength(1);
  keep(writer, { service: 's', spans: [{ trace: 2 }] });
  expect(reader.list({ limit: 5 })).toHaveLength(2);
  expect(() => keep(reader, some)).toThrow('readonly');
  reader.close();
});

test('two writers see what the other one wrote', () => {
  const directory = temporaryDirectory();
  const a = openStore(directory);
  const b = openStore(directory);
  const site = (trace: number): Parameters<typeof keep>[1] => ({ service: 's', spans: [{ trace, file: 'f' }] });
  keep(a, site(1));
  keep(b, site(1));
  keep(b, site(2));
  keep(a, site(2));
  expect(a.stats()).toMatchObject({ stored: 2, duplicate: 2, traces: 2 });
  a.clear();
  keep(b, site(1));
  expect(b.codeSites(0)).toHaveLength(1);
  expect(b.latency([[b.codeSites(0)[0]!.id]], 0n)).toMatchObject([{ count: 1 }]);
});
