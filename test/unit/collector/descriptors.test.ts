import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { exportJson, jsonBytes } from './support/payloads.ts';
import { post } from './support/post.ts';
import { spawnCollect } from './support/spawnCollect.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';

const body = jsonBytes(exportJson({ service: 'shop', spans: [{ id: 1 }] }));

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => {});
  return socket;
}

const onLinux = test.runIf(process.platform === 'linux');

onLinux('connections that come and go leave no file descriptors behind (H16)', { timeout: 30_000 }, async () => {
  const collect = await spawnCollect(temporaryDirectory());
  const descriptors = (): number => readdirSync(`/proc/${collect.pid}/fd`).length;
  expect((await post({ port: collect.port, body })).status).toBe(200);
  const before = descriptors();
  for (let round = 0; round < 20; round++) {
    const sockets = await Promise.all(Array.from({ length: 100 }, () => open(collect.port)));
    sockets.forEach((socket, i) => {
      if (i % 3 === 0) socket.end('POST /v1/tr');
      else if (i % 3 === 1) socket.resetAndDestroy();
      else socket.destroy();
    });
  }
  await expect.poll(descriptors, { timeout: 10_000 }).toBeLessThanOrEqual(before + 1);
  expect((await post({ port: collect.port, body })).status).toBe(200);
});

onLinux(
  'out of file descriptors it goes on listening, and takes traces when there are some again (H32)',
  { timeout: 30_000 },
  async () => {
    const collect = await spawnCollect(temporaryDirectory(), { descriptors: 64 });
    expect((await post({ port: collect.port, body })).status).toBe(200);
    const sockets = await Promise.all(Array.from({ length: 120 }, () => open(collect.port).catch(() => undefined)));
    await expect.poll(() => readdirSync(`/proc/${collect.pid}/fd`).length).toBeGreaterThan(55);
    for (const socket of sockets) socket?.destroy();
    await expect
      .poll(async () => (await post({ port: collect.port, body }).catch(() => undefined))?.status, { timeout: 10_000 })
      .toBe(200);
    expect(await collect.stop()).toBe(0);
  },
);
