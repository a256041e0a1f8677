import {
  closeSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { CollectorClient } from '../../src/collector/collectorClient.ts';
import type { ReceiverState } from '../../src/core/protocol.ts';
import { keep, openStore } from '../unit/collector/support/openStore.ts';
import { exportJson, jsonBytes, traceId } from '../unit/collector/support/payloads.ts';
import { post } from '../unit/collector/support/post.ts';
import { temporaryDirectory } from '../unit/collector/support/temporaryDirectory.ts';

const WORKER = new URL('../../src/collector/collectorWorker.ts', import.meta.url);
const TRACES = 40;

interface Damage {
  readonly name: string;
  /** Harms the store; `file` is its database. */
  readonly harm: (file: string) => void;
}

function overwrite(file: string, from: number, bytes: Uint8Array): void {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, bytes, 0, bytes.length, from);
  closeSync(descriptor);
}

function noise(length: number): Buffer {
  let state = 1;
  return Buffer.from(Array.from({ length }, () => (state = (state * 48_271) % 2_147_483_647) & 0xff));
}

const DAMAGES: readonly Damage[] = [
  ...[0, 17, 100, 8192, 20_000, 65_536].map((at) => ({
    name: `flipped bytes at ${at}`,
    harm: (file: string) => {
      const there = readFileSync(file).subarray(at, at + 64);
      overwrite(
        file,
        at,
        there.map((byte) => byte ^ 0xff),
      );
    },
  })),
  ...[0, 1, 99, 4096, 8192, 20_000].map((size) => ({
    name: `cut to ${size} bytes`,
    harm: (file: string) => truncateSync(file, size),
  })),
  { name: 'random bytes', harm: (file) => writeFileSync(file, noise(100_000)) },
  { name: 'all zeros', harm: (file) => writeFileSync(file, Buffer.alloc(50_000)) },
  { name: 'a log of random bytes', harm: (file) => writeFileSync(`${file}-wal`, noise(100_000)) },
  {
    name: 'a directory in its place',
    harm: (file) => {
      renameSync(file, `${file}.kept`);
      mkdirSync(file);
    },
  },
  {
    name: 'a symbolic link to nowhere in its place',
    harm: (file) => {
      renameSync(file, `${file}.kept`);
      symlinkSync('/nowhere/at/all', file);
    },
  },
  {
    name: 'a newer version',
    harm: (file) => {
      const database = new DatabaseSync(file);
      database.exec('PRAGMA user_version = 999');
      database.close();
    },
  },
  {
    name: "another program's database",
    harm: (file) => {
      renameSync(file, `${file}.kept`);
      const database = new DatabaseSync(file);
      database.exec('CREATE TABLE notes (text); INSERT INTO notes VALUES (1)');
      database.close();
    },
  },
];

function seededStore(): string {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  for (let i = 1; i <= TRACES; i++) keep(store, { service: 's', spans: [{ trace: i, name: 'x'.repeat(3000) }] });
  store.close();
  return directory;
}

function openClient(storeDir: string): { readonly client: CollectorClient; readonly messages: readonly string[] } {
  const messages: string[] = [];
  const client = new CollectorClient({ worker: WORKER, storeDir, onMessage: (message) => messages.push(message) });
  onTestFinished(() => client.dispose());
  return { client, messages };
}

/** Every file in the directory that has these bytes, or as many of them as `least`. */
function sizesLike(directory: string, least: number): readonly string[] {
  return readdirSync(directory).filter((name) => {
    const file = join(directory, name);
    return lstatSync(file).isFile() && statSync(file).size >= least;
  });
}

test.each(DAMAGES)('$name: it says so or goes on, and deletes nothing', async ({ harm }) => {
  const directory = seededStore();
  const file = join(directory, 'traces.db');
  harm(file);
  const damagedSize = existsSync(file) && lstatSync(file).isFile() ? statSync(file).size : 0;
  const copy = join(temporaryDirectory(), 'copy');
  if (damagedSize > 0) copyFileSync(file, copy);

  const { client, messages } = openClient(directory);
  const state: ReceiverState = await client.call('start', { port: 0 });
  if (state.state === 'failed') expect(state.message).toContain(directory);
  else {
    expect(state.state).toBe('on');
    if (state.state !== 'on') return;
    const body = jsonBytes(exportJson({ service: 's', spans: [{ trace: 999 }] }));
    // Damage that shows only at the first use refuses once, to be sent again.
    const statuses = [(await post({ port: state.port, body })).status, (await post({ port: state.port, body })).status];
    expect([
      [200, 200],
      [503, 200],
    ]).toContainEqual(statuses);
    // Damage in a place that nothing has read yet shows here; then the next call is answered.
    await client.call('list', { limit: 1000 }).catch(() => {});
    const listed = await client.call('list', { limit: 1000 });
    for (const { traceId: id } of listed) await client.call('trace', { traceId: id }).catch(() => {});
    await client.call('stats');
  }
  // The worker lives: nothing was restarted.
  expect(messages).toEqual([]);
  await client.dispose();

  // What was there is there, in its place or beside it.
  if (damagedSize > 0) expect(sizesLike(directory, damagedSize)).not.toEqual([]);
  if (lstatSync(file).isSymbolicLink()) expect(readlinkSync(file)).toBe('/nowhere/at/all');
  const aside = readdirSync(directory).find((name) => /^traces\.db\.corrupt-[^.]*Z$/.test(name));
  if (aside !== undefined && state.state === 'on' && damagedSize > 0)
    expect(readFileSync(join(directory, aside)).subarray(0, 16)).toEqual(readFileSync(copy).subarray(0, 16));
  if (state.state === 'failed' && damagedSize > 0)
    expect(readFileSync(file).subarray(100)).toEqual(readFileSync(copy).subarray(100));
});

test('a store that was deleted while it was open is begun again before anything is acknowledged', async () => {
  const directory = seededStore();
  const { client, messages } = openClient(directory);
  const changes: unknown[] = [];
  client.onChanged((changed) => changes.push(changed));
  const state = await client.call('start', { port: 0 });
  if (state.state !== 'on') throw new Error(JSON.stringify(state));
  for (const id of [101, 102]) {
    for (const name of readdirSync(directory)) renameSync(join(directory, name), join(temporaryDirectory(), name));
    const body = jsonBytes(exportJson({ service: 's', spans: [{ trace: id }] }));
    expect((await post({ port: state.port, body })).status).toBe(200);
  }
  await expect.poll(() => changes).toContainEqual(expect.objectContaining({ all: true }));
  expect(messages).toEqual([]);
  await client.dispose();
  const store = openStore(directory);
  expect(store.list({ limit: 100 }).map((trace) => trace.traceId)).toEqual([traceId(102)]);
});

test('a folder that turns into a file refuses with 503, and is over when it is a folder again', async () => {
  const directory = seededStore();
  const { client, messages } = openClient(directory);
  const state = await client.call('start', { port: 0 });
  if (state.state !== 'on') throw new Error(JSON.stringify(state));
  const send = async (trace: number): Promise<number> =>
    (await post({ port: state.port, body: jsonBytes(exportJson({ service: 's', spans: [{ trace }] })) })).status;
  expect(await send(101)).toBe(200);
  const kept = join(temporaryDirectory(), 'kept');
  renameSync(directory, kept);
  writeFileSync(directory, 'no folder');
  // Longer than the intervals at which the store is looked at and counts are written.
  await delay(1500);
  expect(await send(102)).toBe(503);
  await expect(client.call('list', { limit: 5 })).rejects.toThrow(directory);
  rmSync(directory);
  renameSync(kept, directory);
  expect(await send(103)).toBe(200);
  expect(messages).toEqual([]);
  expect((await client.call('list', { limit: 2 })).map((trace) => trace.traceId)).not.toContain(traceId(102));
  expect(await client.call('stats')).toMatchObject({ stored: TRACES + 2 });
});
