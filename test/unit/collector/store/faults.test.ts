import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sqliteTrouble } from '../../../../src/collector/store/sqliteTrouble.ts';
import { PendingCounts } from '../../../../src/collector/store/pendingCounts.ts';
import { DEFAULT_CAP_BYTES, Store } from '../../../../src/collector/store/store.ts';
import { StoreHolder } from '../../../../src/collector/storeHolder.ts';
import { StoreSink } from '../../../../src/collector/storeSink.ts';
import { exportJson, protoBytes, traceId } from '../support/payloads.ts';
import { keep, openStore } from '../support/openStore.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

function holderOf(directory: string): { readonly holder: StoreHolder; readonly sink: StoreSink } {
  const pending = new PendingCounts();
  const holder = new StoreHolder({ directory, mode: 'write', capBytes: DEFAULT_CAP_BYTES, pending }, () => {});
  onTestFinished(() => {
    try {
      holder.close();
    } catch {
      // The test has broken it.
    }
  });
  return { holder, sink: new StoreSink(holder, pending, () => {}) };
}

const spansOf = (trace: number, name = 'x'.repeat(5000)) => ({
  encoding: 'protobuf' as const,
  bytes: protoBytes(exportJson({ service: 's', spans: [{ trace, name, file: 'a.ts' }] })),
});

function isOwnedByRoot(): boolean {
  return process.getuid?.() === 0;
}

test('the last record cut off at any place: what was committed before it is there exactly (S02)', () => {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  keep(store, { service: 's', spans: [{ trace: 1 }] });
  const wal = join(directory, 'traces.db-wal');
  const before = statSync(wal).size;
  keep(store, { service: 's', spans: [{ trace: 2 }] });
  const after = statSync(wal).size;
  expect(after).toBeGreaterThan(before);
  // As a killed machine would leave it: the log has come to disk up to some byte.
  for (let i = 0; i <= 20; i++) {
    const size = before + Math.floor(((after - before) * i) / 20);
    const copy = temporaryDirectory();
    for (const name of ['traces.db', 'traces.db-wal']) copyFileSync(join(directory, name), join(copy, name));
    truncateSync(join(copy, 'traces.db-wal'), size);
    const recovered = openStore(copy);
    const expected = size === after ? 2 : 1;
    expect(recovered.stats()).toMatchObject({ stored: expected, received: expected, traces: expected });
    expect(recovered.trace(traceId(1))).toHaveLength(1);
    // It is no more and no less than before the second one came.
    keep(recovered, { service: 's', spans: [{ trace: 2 }] });
    expect(recovered.stats()).toMatchObject({ stored: 2, duplicate: expected - 1 });
    recovered.close();
  }
});

test('a full disk at whichever write: nothing half, nothing lost, and it goes on when there is room (S08)', () => {
  const directory = temporaryDirectory();
  openStore(directory).close();
  for (let room = 1; room < 12; room++) {
    const store = openStore(directory);
    // Pages that SQLite may still add, as a disk with so much left.
    const database = databaseOf(store);
    const pages = Number(database.prepare('PRAGMA page_count').get()!['page_count']);
    database.exec(`PRAGMA max_page_count = ${pages + room}`);
    const stored = store.stats().stored;
    const outcome = attempt(() =>
      keep(store, {
        service: 's',
        spans: [1, 2, 3].map((id) => ({ trace: 100 * room + id, name: 'x'.repeat(9000), file: `${id}.ts` })),
      }),
    );
    if (outcome) expect(sqliteTrouble(outcome)).toBe('full');
    expect(store.stats().stored).toBe(stored + (outcome ? 0 : 3));
    database.exec('PRAGMA max_page_count = 4294967294');
    keep(store, {
      service: 's',
      spans: [1, 2, 3].map((id) => ({ trace: 100 * room + id, name: 'x'.repeat(9000), file: `${id}.ts` })),
    });
    expect(store.stats()).toMatchObject({ stored: 3 * room, traces: 3 * room });
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    store.close();
  }
});

test('on a real disk of 8 MiB what was acknowledged stays readable, and room made is used (S08)', async ({ skip }) => {
  const disk = temporaryDirectory();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    skip('No file system can be mounted here.');
  }
  onTestFinished(() => void execFileSync('umount', ['-l', disk]));
  const ballast = join(disk, 'ballast');
  closeSync(openSync(ballast, 'w'));
  const { holder, sink } = holderOf(join(disk, 'store'));
  let acknowledged = 0;
  let refusal: unknown;
  for (let trace = 1; trace < 3000 && refusal === undefined; trace++) {
    try {
      await sink.keep(spansOf(trace));
      acknowledged = trace;
    } catch (thrown) {
      refusal = thrown;
    }
  }
  expect(refusal).toMatchObject({ status: 503, reason: 'disk-full' });
  expect((refusal as Error).message).toContain('no space left');
  expect(holder.use((store) => store.stats())).toMatchObject({ stored: acknowledged });
  execFileSync('mount', ['-o', 'remount,size=32m', disk]);
  await sink.keep(spansOf(acknowledged + 1));
  expect(holder.use((store) => store.stats())).toMatchObject({ stored: acknowledged + 1, duplicate: 0 });
});

test.skipIf(process.platform === 'win32' || isOwnedByRoot())(
  'a folder that may not be written to is said to be so (S07)',
  async () => {
    const directory = join(temporaryDirectory(), 'store');
    mkdirSync(directory, { mode: 0o500 });
    const refusal: unknown = await holderOf(directory)
      .sink.keep(spansOf(1))
      .catch((thrown: unknown) => thrown);
    expect(refusal).toMatchObject({ status: 503, reason: 'store' });
    expect((refusal as Error).message).toContain(`The trace store in ${directory} cannot be opened`);
    chmodSync(directory, 0o700);
  },
);

test('a folder that cannot be made is a sentence, and the next try works when it can (S07)', async () => {
  const parent = join(temporaryDirectory(), 'in-the-way');
  closeSync(openSync(parent, 'w'));
  const refusal: unknown = await holderOf(join(parent, 'store'))
    .sink.keep(spansOf(1))
    .catch((thrown: unknown) => thrown);
  expect(refusal).toMatchObject({ status: 503, reason: 'store' });
  expect((refusal as Error).message).toMatch(/The trace store in .* cannot be opened: /);
});

test('a store that turns read-only while it is open refuses, reads on, and recovers', async () => {
  const directory = temporaryDirectory();
  const { holder, sink } = holderOf(directory);
  await sink.keep(spansOf(1));
  holder.use((store) => databaseOf(store).exec('PRAGMA query_only = 1'));
  const refusal: unknown = await sink.keep(spansOf(2)).catch((thrown: unknown) => thrown);
  expect(refusal).toMatchObject({ status: 503, reason: 'store' });
  expect((refusal as Error).message).toContain('check that its folder is there and may be written to');
  expect(holder.use((store) => store.trace(traceId(1)))).toHaveLength(1);
  holder.use((store) => databaseOf(store).exec('PRAGMA query_only = 0'));
  await sink.keep(spansOf(2));
  expect(holder.use((store) => store.stats())).toMatchObject({ stored: 2 });
});

test('pages that go bad while the store is open: it is put aside, and the next payload is kept (S03)', async () => {
  const directory = temporaryDirectory();
  const { holder, sink } = holderOf(directory);
  for (let trace = 1; trace <= 50; trace++) await sink.keep(spansOf(trace));
  holder.use((store) => databaseOf(store).exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA cache_size = 0'));
  const file = join(directory, 'traces.db');
  const damaged = openSync(file, 'r+');
  for (let at = 8192; at < statSync(file).size; at += 8192) writeSync(damaged, Buffer.alloc(8192, 0xaa), 0, 8192, at);
  closeSync(damaged);
  const refusal: unknown = await sink.keep(spansOf(51)).catch((thrown: unknown) => thrown);
  expect(refusal).toMatchObject({ status: 503, reason: 'store' });
  expect((refusal as Error).message).toMatch(/was damaged\. It is now .*\.corrupt-.*, and a new one has begun/);
  await sink.keep(spansOf(51));
  expect(holder.use((store) => store.stats())).toMatchObject({ stored: 1, storesMovedAside: 1 });
});

test('a writer that holds the store for a while is waited for', async () => {
  const directory = temporaryDirectory();
  const { holder, sink } = holderOf(directory);
  await sink.keep(spansOf(1));
  const script = `const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(${JSON.stringify(join(directory, 'traces.db'))});
    database.exec('BEGIN IMMEDIATE');
    console.log('held');
    setTimeout(() => database.exec('COMMIT'), 700);`;
  const other = spawn(process.execPath, ['--no-warnings', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void other.kill('SIGKILL'));
  await once(other.stdout, 'data');
  await sink.keep(spansOf(2));
  expect(holder.use((store) => store.stats())).toMatchObject({ stored: 2 });
});

test('one that holds it for longer is told to the sender, and nothing is kept', async () => {
  const directory = temporaryDirectory();
  const { holder, sink } = holderOf(directory);
  await sink.keep(spansOf(1));
  holder.use((store) => databaseOf(store).exec('PRAGMA busy_timeout = 50'));
  const other = new DatabaseSync(join(directory, 'traces.db'));
  other.exec('BEGIN IMMEDIATE');
  const refusal: unknown = await sink.keep(spansOf(2)).catch((thrown: unknown) => thrown);
  expect(refusal).toMatchObject({ status: 503, reason: 'store', headers: { 'Retry-After': '5' } });
  expect((refusal as Error).message).toContain('another program has held it for too long');
  other.exec('ROLLBACK');
  other.close();
  await sink.keep(spansOf(2));
  expect(holder.use((store) => store.stats())).toMatchObject({ stored: 2, duplicate: 0 });
});

test('what is read while it is evicted is whole or not there (S16)', () => {
  const directory = temporaryDirectory();
  const writer = openStore(directory, 1024 * 1024);
  keep(writer, {
    service: 's',
    spans: [
      { trace: 1, name: 'x'.repeat(8000) },
      { trace: 1, id: 2 },
    ],
  });
  const reader = new Store({ directory, mode: 'read', capBytes: DEFAULT_CAP_BYTES });
  for (let trace = 2; trace < 200; trace++) {
    keep(writer, { service: 's', spans: [{ trace, name: 'x'.repeat(8000) }] });
    expect([0, 1]).toContain(reader.trace(traceId(1)).length);
  }
  expect(reader.trace(traceId(1))).toEqual([]);
  reader.close();
  expect(readFileSync(join(directory, 'traces.db')).subarray(0, 15).toString()).toBe('SQLite format 3');
});

function attempt(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

/** The connection inside a store, to put it into trouble. */
function databaseOf(store: Store): DatabaseSync {
  // It comes no further than its BEGIN.
  const spy = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(() => {
    throw new Error('caught');
  });
  try {
    store.makeRoom();
  } catch {
    return spy.mock.contexts[0] as DatabaseSync;
  } finally {
    spy.mockRestore();
  }
  throw new Error('The store has begun no transaction.');
}
