import { Agent } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { exchange, statusesIn } from './support/exchange.ts';
import { openCollector } from './support/openCollector.ts';
import { exportJson, jsonBytes } from './support/payloads.ts';
import { post } from './support/post.ts';

const payload = jsonBytes(exportJson({ service: 'shop', spans: [{ id: 1 }] })).toString();

function request(headers: string, body = payload): string {
  return `POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${headers}\r\n${body}`;
}

const LENGTH = `Content-Length: ${payload.length}\r\n`;
const CLOSE = 'Connection: close\r\n';

test.each<[string, string | Uint8Array, number, string]>([
  ['two Content-Lengths (H07)', request(`${LENGTH}Content-Length: 3\r\n${CLOSE}`), 400, 'bad-http'],
  ['a negative Content-Length (H07)', request(`Content-Length: -1\r\n`), 400, 'bad-http'],
  ['length and chunks (H07)', request(`${LENGTH}Transfer-Encoding: chunked\r\n`), 400, 'bad-http'],
  ['a chunk size that is none (H08)', request('Transfer-Encoding: chunked\r\n', 'zz\r\n'), 400, 'bad-http'],
  ['no Host', `POST /v1/traces HTTP/1.1\r\n${CLOSE}\r\n`, 400, 'host'],
  ['two Hosts', request(`Host: localhost\r\n${LENGTH}${CLOSE}`), 400, 'host'],
  ['HTTP/1.0 without Host', `POST /v1/traces HTTP/1.0\r\n\r\n`, 400, 'host'],
  ['an invented method', 'BREW /v1/traces HTTP/1.1\r\nHost: localhost\r\n\r\n', 400, 'bad-http'],
  ['CONNECT (H01)', 'CONNECT example.com:443 HTTP/1.1\r\nHost: localhost\r\n\r\n', 405, 'method'],
  ['headers of 20 kB (H28)', request(`X: ${'x'.repeat(20_000)}\r\n${LENGTH}`), 431, 'bad-http'],
  ['gRPC (H26)', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'grpc'],
  ['TLS (H27)', Uint8Array.of(0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0), 400, 'tls'],
  ['a whole URL (H02)', request(`${LENGTH}${CLOSE}`).replace('/v1', 'http://evil.example/v1'), 404, 'path'],
])('%s is answered with an error and counted', async (_what, bytes, status, reason) => {
  const collector = await openCollector();
  expect(statusesIn(await exchange(collector.port, bytes))).toEqual([status]);
  expect(await collector.stats()).toMatchObject({ stored: 0, refusedRequests: { [reason]: 1 } });
});

test('a hint tells a gRPC or TLS client what to change', async () => {
  const { port } = await openCollector();
  expect(await exchange(port, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')).toContain('http/protobuf');
  expect(await exchange(port, Uint8Array.of(0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0))).toContain('http://');
});

test('a body that ends early stores nothing and is counted (H07, H12)', async () => {
  const collector = await openCollector();
  const socket = connect(collector.port, '127.0.0.1');
  socket.write(request(`Content-Length: ${payload.length + 50}\r\n`));
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  await expect.poll(async () => (await collector.stats()).refusedRequests).toEqual({ 'client-gone': 1 });
  expect((await collector.stats()).received).toBe(0);
});

test('pipelined requests are each answered in order (H13)', async () => {
  const collector = await openCollector();
  const good = request(LENGTH);
  const bad = good.replace('/v1/traces', '/nowhere');
  const statuses = statusesIn(await exchange(collector.port, good + bad + good + request(`${LENGTH}${CLOSE}`)));
  expect(statuses).toEqual([200, 404, 200, 200]);
  expect(await collector.stats()).toMatchObject({ received: 3, stored: 1, duplicate: 2 });
});

test('a connection goes on after an error (H31)', async () => {
  const { port } = await openCollector();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    for (const [body, status] of [
      ['nonsense', 400],
      [payload, 200],
      ['[]', 400],
      [payload, 200],
    ] as const) {
      const answer = await post({ port, agent, body: Buffer.from(body) });
      expect([answer.status, answer.headers['connection']]).toEqual([status, 'keep-alive']);
    }
  } finally {
    agent.destroy();
  }
});

test('Expect: 100-continue is asked on only when the checks pass (H09)', async () => {
  const { port } = await openCollector();
  const expectHeader = `Expect: 100-continue\r\n${LENGTH}${CLOSE}`;
  expect(statusesIn(await exchange(port, request(expectHeader)))).toEqual([100, 200]);
  const refused = await exchange(port, request(expectHeader, '').replace('/v1/traces', '/nowhere'));
  expect(statusesIn(refused)).toEqual([404]);
});
