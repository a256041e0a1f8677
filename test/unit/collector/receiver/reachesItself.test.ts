import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { isSpanline } from '../../../../src/collector/receiver/isSpanline.ts';
import { answerProbes } from '../../../../src/collector/receiver/portProbe.ts';
import { reachesItself } from '../../../../src/collector/receiver/reachesItself.ts';
import { sendProbe } from '../../../../src/collector/receiver/sendProbe.ts';
import { post } from '../support/post.ts';

async function listen(server: Server | TcpServer): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

const KEY = Buffer.alloc(32, 7);
const NONCE = 'ab'.repeat(16);

/** A receiver of which only the probes matter; everything else it answers with 405. */
async function receiver(key: Uint8Array | undefined): Promise<{ port: number; nonces: Set<string> }> {
  const nonces = new Set<string>();
  const server = createServer((_request, response) => response.writeHead(405, { Server: 'Spanline' }).end());
  const port = await listen(answerProbes(server, { key: () => key, onNonce: (nonce) => nonces.add(nonce) }));
  return { port, nonces };
}

test('what is sent to the own port arrives', async () => {
  const { port, nonces } = await receiver(KEY);
  expect(await reachesItself(['127.0.0.1'], port, nonces)).toBe(true);
  expect(nonces.size).toBe(1);
});

test('a port that another server answers is not ours, whatever it answers', async () => {
  const mine = new Set<string>();
  const { port, nonces } = await receiver(KEY);
  expect(await reachesItself(['127.0.0.1'], port, mine)).toBe(false);
  expect(nonces.size).toBe(1);
  const web = await listen(createServer((_request, response) => response.end('hello')));
  expect(await reachesItself(['127.0.0.1'], web, mine)).toBe(false);
});

test('a server that holds the port and says nothing is found out in two seconds', async () => {
  const port = await listen(createTcpServer());
  const startedMs = performance.now();
  expect(await reachesItself(['127.0.0.1'], port, new Set())).toBe(false);
  expect(performance.now() - startedMs).toBeLessThan(4000);
});

test('one address of two that is not reached is enough to say no', async () => {
  const { port, nonces } = await receiver(KEY);
  expect(await reachesItself(['127.0.0.1', '[::1]'], port, nonces)).toBe(false);
});

test('a receiver with the same key is known by it, one with another or none by its name only', async () => {
  const { port } = await receiver(KEY);
  expect(await isSpanline(port, KEY)).toBe('same-store');
  expect(await isSpanline(port, Buffer.alloc(32, 8))).toBe('spanline');
  expect(await isSpanline(port, undefined)).toBe('spanline');
  expect(await isSpanline((await receiver(undefined)).port, KEY)).toBe('spanline');
  expect(await isSpanline(await listen(createServer((_request, response) => response.end())), KEY)).toBe('no');
});

test("another port's proof will not do", async () => {
  const { port } = await receiver(KEY);
  const relay = createServer((request, response) => {
    void sendProbe('127.0.0.1', port, String(request.headers['spanline-probe']), 500).then((headers) =>
      response.writeHead(204, { Server: 'Spanline', 'spanline-proof': headers!['spanline-proof'] }).end(),
    );
  });
  expect(await isSpanline(await listen(relay), KEY)).toBe('spanline');
});

test.each([
  ['a page', { origin: 'http://localhost:3000' }, 'GET'],
  ['a rebound name', { host: 'evil.example' }, 'GET'],
  ['another method', {}, 'POST'],
  ['no nonce', { 'spanline-probe': 'x' }, 'GET'],
])('%s gets no proof', async (_name, headers, method) => {
  const { port, nonces } = await receiver(KEY);
  const body = Buffer.alloc(0);
  const answer = await post({ port, body, method, path: '/', headers: { 'spanline-probe': NONCE, ...headers } });
  expect(answer.status).toBe(405);
  expect(answer.headers['spanline-proof']).toBeUndefined();
  expect(nonces.size).toBe(0);
});
