import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { freePortNear } from '../../../../src/collector/receiver/freePortNear.ts';

async function take(port: number): Promise<void> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
}

test('the next port up that is free is offered', async () => {
  const first = await freePortNear(21_000 + (process.pid % 9000));
  await take(first);
  const next = await freePortNear(first - 1);
  expect(next).toBeGreaterThan(first);
  expect(next).toBeLessThan(first + 50);
  await take(next);
  expect(await freePortNear(first)).toBeGreaterThan(next);
});

test.each([4316, 9410, 16_685])(
  'above %i, the port that exporters use for something else is passed over',
  async (port) => {
    expect(await freePortNear(port)).toBeGreaterThan(port + 1);
  },
);

test('past the last port any is offered', async () => {
  const port = await freePortNear(65_535);
  expect(port).toBeGreaterThan(1023);
  expect(port).toBeLessThanOrEqual(65_535);
});
