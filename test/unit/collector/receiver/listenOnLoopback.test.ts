import { createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { listenOnLoopback } from '../../../../src/collector/receiver/listenOnLoopback.ts';

/** An address of nobody (RFC 5737): listening on it fails as listening on `::1` does where IPv6 is off. */
const ABSENT = '192.0.2.1';

function newServer(): Server {
  const server = createServer();
  onTestFinished(() => void server.close());
  return server;
}

test.each([
  ['the second', ['127.0.0.1', ABSENT]],
  ['the first', [ABSENT, '127.0.0.1']],
])('without %s address it listens on the other (H23)', async (_which, hosts) => {
  const { port, addresses, servers } = await listenOnLoopback(newServer, 0, hosts);
  expect([addresses, servers.length, port > 0]).toEqual([['127.0.0.1'], 1, true]);
});

test('without any it says why (H23)', async () => {
  await expect(listenOnLoopback(newServer, 0, [ABSENT, ABSENT])).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
});

test('on an address that is taken it listens nowhere', async () => {
  const first = await listenOnLoopback(newServer, 0, ['127.0.0.1']);
  const created: Server[] = [];
  const create = (): Server => {
    created.push(newServer());
    return created.at(-1)!;
  };
  const second = listenOnLoopback(create, first.port, ['127.0.0.2', '127.0.0.1']);
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  expect(created.map(({ listening }) => listening)).toEqual([false, false]);
});
