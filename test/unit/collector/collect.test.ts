import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DEFAULT_CAP_BYTES, Store } from '../../../src/collector/store/store.ts';
import { post } from './support/post.ts';
import { exportJson, jsonBytes, traceId } from './support/payloads.ts';
import { spawnCollect } from './support/spawnCollect.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';

const DOOR = fileURLToPath(new URL('../../../src/doors/collect.ts', import.meta.url));

function readStore(directory: string): Store {
  return new Store({ directory, mode: 'read', capBytes: DEFAULT_CAP_BYTES });
}

test.each(['SIGTERM', 'SIGINT'] as const)('it takes traces, and %s closes it with everything kept', async (signal) => {
  const directory = temporaryDirectory();
  const collect = await spawnCollect(directory);
  const body = jsonBytes(exportJson({ service: 'shop', spans: [{ id: 1 }, { id: 2 }] }));
  expect((await post({ port: collect.port, body })).status).toBe(200);
  await post({ port: collect.port, body: Buffer.from('nonsense') });
  expect(await collect.stop(signal)).toBe(0);
  const store = readStore(directory);
  expect(store.list({ limit: 10 })).toMatchObject([{ traceId: traceId(1), spans: 2 }]);
  expect(store.stats()).toMatchObject({ received: 2, stored: 2, refusedRequests: { malformed: 1 } });
  store.close();
});

test('a second start goes on where the first one ended', async () => {
  const directory = temporaryDirectory();
  for (const id of [1, 2, 1]) {
    const collect = await spawnCollect(directory);
    const body = jsonBytes(exportJson({ service: 'shop', spans: [{ trace: id }] }));
    expect((await post({ port: collect.port, body })).status).toBe(200);
    expect(await collect.stop()).toBe(0);
  }
  const store = readStore(directory);
  expect(store.stats()).toMatchObject({ received: 3, stored: 2, duplicate: 1, traces: 2 });
  store.close();
});

test.each([
  [[]],
  [['--http', 'x', '--store', '/tmp']],
  [['--http', '65536', '--store', '/tmp']],
  [['--http', '0']],
  [['--wat']],
])('arguments %j are refused with the usage', (args) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [DOOR, ...args], { encoding: 'utf8' });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('Usage: collect --http PORT --store DIR');
});

test('a busy port is told, with exit code 1', async () => {
  const collect = await spawnCollect(temporaryDirectory());
  const args = [DOOR, '--http', String(collect.port), '--store', temporaryDirectory()];
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(`Port ${collect.port} is used by`);
});
