import { closeSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Refusal } from '../../../src/collector/receiver/refusal.ts';
import { PendingCounts } from '../../../src/collector/store/pendingCounts.ts';
import { sqliteTrouble } from '../../../src/collector/store/sqliteTrouble.ts';
import { DEFAULT_CAP_BYTES, Store } from '../../../src/collector/store/store.ts';
import { StoreHolder } from '../../../src/collector/storeHolder.ts';
import { StoreSink } from '../../../src/collector/storeSink.ts';
import { openCollector } from './support/openCollector.ts';
import { keep, openStore } from './support/openStore.ts';
import { exportJson, jsonBytes, protoBytes } from './support/payloads.ts';
import { post } from './support/post.ts';
import { spawnCollect } from './support/spawnCollect.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';

function sqliteError(errcode: number): Error {
  return Object.assign(new Error('injected'), { code: 'ERR_SQLITE_ERROR', errcode });
}

test.each([
  [13, 'full'],
  [8, 'unwritable'],
  [8 | (4 << 8), 'unwritable'],
  [10 | (3 << 8), 'unwritable'],
  [5, 'busy'],
  [11, 'corrupt'],
  [26, 'corrupt'],
  [1, 'other'],
])('SQLite code %i is %s', (errcode, trouble) => {
  expect(sqliteTrouble(sqliteError(errcode))).toBe(trouble);
  expect(sqliteTrouble(new Error('another'))).toBeUndefined();
});

test.each([
  [13, 'disk-full', 'no space left'],
  [8, 'store', 'cannot be written'],
  [5, 'store', 'cannot be written'],
])('when the store fails with %i the sender is told to come back (S07, S08)', async (errcode, reason, words) => {
  class FailingHolder extends StoreHolder {
    override use(): never {
      throw sqliteError(errcode);
    }
  }
  const options = { directory: '', mode: 'write', capBytes: 0 } as const;
  const kept: unknown[] = [];
  const sink = new StoreSink(new FailingHolder(options, () => {}), new PendingCounts(), (ids) => kept.push(ids));
  const bytes = jsonBytes(exportJson({ service: 's', spans: [{ id: 1 }] }));
  const refusal: unknown = await sink.keep({ encoding: 'json', bytes }).catch((thrown: unknown) => thrown);
  expect(refusal).toBeInstanceOf(Refusal);
  expect(refusal).toMatchObject({ status: 503, reason, headers: { 'Retry-After': '5' } });
  expect((refusal as Refusal).message).toContain(words);
  expect(kept).toEqual([]);
});

test.runIf(process.platform === 'linux')('a disk that takes no more costs nothing that was acknowledged', async () => {
  const directory = temporaryDirectory();
  // No file may grow beyond 2 MiB.
  const collect = await spawnCollect(directory, { fileKiB: 2048 });
  const name = 'x'.repeat(20_000);
  const batch = (id: number): Buffer => protoBytes(exportJson({ service: 's', spans: [{ trace: id, name }] }));
  const headers = { 'content-type': 'application/x-protobuf' };
  let acknowledged = 0;
  let answer = await post({ port: collect.port, headers, body: batch(1) });
  for (; answer.status === 200 && acknowledged < 400; acknowledged++)
    answer = await post({ port: collect.port, headers, body: batch(acknowledged + 2) });
  expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
  expect(acknowledged).toBeGreaterThan(10);
  await collect.kill();

  const store = new Store({ directory, mode: 'write', capBytes: DEFAULT_CAP_BYTES });
  expect(store.stats()).toMatchObject({ stored: acknowledged, traces: acknowledged });
  // The refused span was not kept, so its retry is new.
  store.ingest([{ protobuf: batch(acknowledged + 1), rejected: [] }]);
  expect(store.stats()).toMatchObject({ stored: acknowledged + 1, duplicate: 0 });
  store.close();
});

test('a store that turns out damaged is put aside while receiving goes on (S03)', async () => {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  for (let i = 1; i <= 50; i++) keep(store, { service: 's', spans: [{ trace: i, name: 'x'.repeat(5000) }] });
  store.close();
  const file = join(directory, 'traces.db');
  const { size } = statSync(file);
  const damaged = openSync(file, 'r+');
  writeSync(damaged, Buffer.alloc(size - 8192, 0xaa), 0, size - 8192, 8192);
  closeSync(damaged);

  const collector = await openCollector(directory);
  const body = jsonBytes(exportJson({ service: 's', spans: [{ id: 1 }] }));
  const refused = await post({ port: collector.port, body });
  expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5']);
  expect((await post({ port: collector.port, body })).status).toBe(200);
  expect(await collector.stats()).toMatchObject({ stored: 1, storesMovedAside: 1, refusedRequests: { store: 1 } });
  expect(collector.events.changed).toContainEqual({ traceIds: [], all: true });
  const aside = readdirSync(directory).find((name) => name.includes('.corrupt-'));
  expect(statSync(join(directory, aside!)).size).toBe(size);
});
