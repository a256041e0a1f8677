import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { openCollector } from './support/openCollector.ts';

async function listen(server: Server, host: string): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

const onLinux = process.platform === 'linux';

test('a busy port says by whom, and is taken when it gets free', async () => {
  const other = createServer((_request, response) => response.end('hello'));
  const port = await listen(other, '127.0.0.1');
  const collector = await openCollector();
  await collector.stop();
  const state = await collector.start({ port });
  expect(state).toMatchObject({ state: 'busy', port });
  expect(state.state === 'busy' && state.by).toMatch(onLinux ? /^\S+ \(pid \d+\)$/ : /process/);
  if (onLinux) expect(state.state === 'busy' && state.by).toContain(`(pid ${process.pid})`);
  other.close();
  await expect.poll(() => collector.events.receiver.at(-1), { timeout: 4000 }).toMatchObject({ state: 'on', port });
  expect((await collector.stats()).refusedRequests).toEqual({});
});

test('a port that is busy on ::1 only is busy', async (context) => {
  const other = createTcpServer();
  other.listen(0, '::1');
  const [error] = await Promise.race([once(other, 'listening'), once(other, 'error')]);
  if (error) context.skip('no IPv6 here');
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const collector = await openCollector();
  expect(await collector.start({ port })).toMatchObject({ state: 'busy', port });
  // Nothing is left listening on the other family.
  const second = createServer();
  second.listen(port, '127.0.0.1');
  await once(second, 'listening');
  second.close();
});

test('another Spanline is called by its name', async () => {
  const first = await openCollector();
  const second = await openCollector();
  const state = await second.start({ port: first.port });
  expect(state.state === 'busy' && state.by).toContain('another Spanline');
  await first.stop();
  await expect
    .poll(() => second.events.receiver.at(-1), { timeout: 4000 })
    .toMatchObject({ state: 'on', port: first.port });
});

test('a window on the same store is no stranger, and its port is taken over when it goes', async () => {
  const first = await openCollector();
  const second = await openCollector(first.directory);
  expect(await second.start({ port: first.port })).toEqual({ state: 'elsewhere', port: first.port });
  await new Promise((resolve) => setTimeout(resolve, 600));
  // That windows look at each other is in no count.
  expect((await first.stats()).refusedRequests).toEqual({});
  await first.stop();
  await expect
    .poll(() => second.events.receiver.at(-1), { timeout: 2000 })
    .toMatchObject({ state: 'on', port: first.port });
  expect(second.events.receiver.map(({ state }) => state)).toEqual(['on', 'elsewhere', 'on']);
});

test('a port that passes from a window to a stranger is busy, and says by whom', async () => {
  const first = await openCollector();
  const second = await openCollector(first.directory);
  await second.start({ port: first.port });
  await first.stop();
  const stranger = createServer((_request, response) => response.end('hello'));
  stranger.listen(first.port, '127.0.0.1');
  await once(stranger, 'listening');
  onTestFinished(() => void stranger.close());
  await expect
    .poll(() => second.events.receiver.at(-1), { timeout: 5000 })
    .toMatchObject({ state: 'busy', port: first.port });
});

test('who only says to be a window on this store is not believed', async () => {
  const liar = createServer((_request, response) => {
    response.writeHead(204, { Server: 'Spanline', 'spanline-proof': 'a'.repeat(64) });
    response.end();
  });
  const port = await listen(liar, '127.0.0.1');
  const collector = await openCollector();
  const state = await collector.start({ port });
  expect(state).toMatchObject({ state: 'busy', port });
});

test('stopping ends the waiting for a busy port', async () => {
  const other = createServer();
  const port = await listen(other, '127.0.0.1');
  const collector = await openCollector();
  await collector.start({ port });
  await collector.stop();
  other.close();
  await new Promise((resolve) => setTimeout(resolve, 1300));
  expect(collector.events.receiver.at(-1)).toEqual({ state: 'off' });
});

test.each([65_536, -1, 1.5, Number.NaN])('port %d is refused in words (H22)', async (port) => {
  const collector = await openCollector();
  const state = await collector.start({ port });
  expect(state).toMatchObject({ state: 'failed' });
  expect(state.state === 'failed' && state.message).toContain('choose one from 1 to 65535');
});
