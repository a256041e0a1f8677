import { spawnSync } from 'node:child_process';
import { Agent } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DEFAULT_CAP_BYTES, Store } from '../../../src/collector/store/store.ts';
import { post } from './support/post.ts';
import { exportJson, jsonBytes, protoBytes, traceId } from './support/payloads.ts';
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

const IDS_PER_SENDER = 1_000_000;

/** Spans by their numbers, which say who sent them; most are in their sender's one trace. */
function protoOf(ids: readonly number[]): Buffer {
  const bySender = Map.groupBy(ids, (id) => Math.floor(id / IDS_PER_SENDER));
  const batches = Array.from(bySender, ([sender, own]) => ({
    service: `sender${sender}`,
    spans: own.map((id) => ({ id, trace: id % 50 === 0 ? id : sender })),
  }));
  return protoBytes(exportJson(...batches));
}

/** Sends batches of new spans over one connection until it breaks; gives the spans of every batch that was acknowledged. */
async function sendUntilKilled(port: number, sender: number): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const acknowledged: number[] = [];
  try {
    for (let batch = 0; ; batch++) {
      const ids = Array.from({ length: 20 }, (_, i) => sender * IDS_PER_SENDER + batch * 20 + i);
      const answer = await post({
        port,
        agent,
        body: protoOf(ids),
        headers: { 'content-type': 'application/x-protobuf' },
      });
      if (answer.status !== 200) return acknowledged;
      acknowledged.push(...ids);
    }
  } catch {
    return acknowledged;
  } finally {
    agent.destroy();
  }
}

test('killed while it takes traces, it loses none that it acknowledged', { timeout: 60_000 }, async () => {
  const directory = temporaryDirectory();
  const acknowledged: number[] = [];
  for (let round = 0; round < 3; round++) {
    const collect = await spawnCollect(directory);
    const senders = Array.from({ length: 6 }, (_, i) => sendUntilKilled(collect.port, round * 10 + i + 1));
    await new Promise((resolve) => setTimeout(resolve, 300 + 150 * round));
    await collect.kill();
    acknowledged.push(...(await Promise.all(senders)).flat());
  }
  expect(acknowledged.length).toBeGreaterThan(500);

  // What was acknowledged is there: sent again, each span is a duplicate.
  const store = new Store({ directory, mode: 'write', capBytes: DEFAULT_CAP_BYTES });
  const before = store.stats();
  expect(before.stored).toBeGreaterThanOrEqual(acknowledged.length);
  expect(before.received).toBe(before.stored + before.duplicate);
  const inTraces = store.list({ limit: 1_000_000 }).reduce((sum, { spans }) => sum + spans, 0);
  expect(inTraces).toBe(before.stored);
  for (let from = 0; from < acknowledged.length; from += 1000)
    store.ingest([{ protobuf: protoOf(acknowledged.slice(from, from + 1000)), rejected: [] }]);
  const after = store.stats();
  expect(after.duplicate - before.duplicate).toBe(acknowledged.length);
  expect(after.stored).toBe(before.stored);
  store.close();
});
