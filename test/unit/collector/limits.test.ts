import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { Receiver } from '../../../src/collector/receiver/receiver.ts';
import { RECEIVER_DEFAULTS, type ReceiverLimits } from '../../../src/collector/receiver/receiverLimits.ts';
import type { RefusalReason } from '../../../src/collector/receiver/refusal.ts';
import { exchange, statusesIn } from './support/exchange.ts';
import { post } from './support/post.ts';

interface Opened {
  readonly receiver: Receiver;
  readonly port: number;
  readonly refused: RefusalReason[];
  readonly kept: number[];
}

/** A receiver whose sink keeps lengths only and takes `keepMs` for it. */
async function openReceiver(limits: Partial<ReceiverLimits>, keepMs = 0): Promise<Opened> {
  const refused: RefusalReason[] = [];
  const kept: number[] = [];
  const sink = {
    keep: async ({ bytes }: { readonly bytes: Uint8Array }) => {
      await delay(keepMs);
      kept.push(bytes.length);
      return [];
    },
    keepLogs: () => Promise.resolve([]),
    countRefused: (reason: RefusalReason) => void refused.push(reason),
    countIgnored: () => {},
  };
  const receiver = new Receiver(sink, { ...RECEIVER_DEFAULTS, ...limits }, () => {});
  onTestFinished(async () => void (await receiver.stop()));
  const state = await receiver.start(0);
  if (state.state !== 'on') throw new Error(JSON.stringify(state));
  return { receiver, port: state.port, refused, kept };
}

const GZIP = { 'content-encoding': 'gzip' };

test('a body exactly at the limit is taken, one byte more is not (H05)', async () => {
  const { port, kept, refused } = await openReceiver({ bodyBytes: 100_000 });
  for (const pack of [(body: Buffer) => ({ body }), (body: Buffer) => ({ body: gzipSync(body), headers: GZIP })]) {
    expect((await post({ port, ...pack(Buffer.alloc(100_000)) })).status).toBe(200);
    const over = await post({ port, ...pack(Buffer.alloc(100_001)) });
    expect([over.status, over.headers['connection']]).toEqual([413, 'close']);
  }
  expect(kept).toEqual([100_000, 100_000]);
  expect(refused).toEqual(['too-large', 'too-large']);
});

test('a body without a length is cut at the limit (H29)', async () => {
  const { port } = await openReceiver({ bodyBytes: 1000 });
  const chunk = `${(500).toString(16)}\r\n${'x'.repeat(500)}\r\n`;
  const head = 'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
  expect(statusesIn(await exchange(port, `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(40)}`))).toEqual([
    413,
  ]);
});

test('what follows a refused body is not taken for a request (H30)', async () => {
  const { port, kept } = await openReceiver({ bodyBytes: 1000 });
  const head = 'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
  const smuggled = `${head}Content-Length: 2\r\n\r\n{}`;
  const received = await exchange(port, `${head}Content-Length: 5000\r\n\r\n${smuggled.repeat(20)}`);
  expect(statusesIn(received)).toEqual([413]);
  expect(kept).toEqual([]);
});

test('endless empty gzip members are cut', async () => {
  const { port } = await openReceiver({ bodyBytes: 10_000 });
  const body = Buffer.concat(Array.from({ length: 1000 }, () => gzipSync('')));
  expect((await post({ port, body, headers: GZIP })).status).toBe(413);
});

test('bodies beyond the memory for all are asked to come back, and that memory is given back (H14)', async () => {
  const { port, refused, kept } = await openReceiver({ inFlightBytes: 250_000 }, 100);
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => post({ port, body: Buffer.alloc(100_000) }).catch(() => undefined)),
  );
  const statuses = answers.map((answer) => answer?.status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(2);
  expect(statuses.filter((status) => status === 503)).toHaveLength(4);
  expect(answers.find((answer) => answer?.status === 503)?.headers['retry-after']).toBe('1');
  expect(refused).toEqual(['memory', 'memory', 'memory', 'memory']);
  expect((await post({ port, body: Buffer.alloc(200_000) })).status).toBe(200);
  expect(kept).toHaveLength(3);
});

test('memory that a refused body took is given back', async () => {
  const { port } = await openReceiver({ inFlightBytes: 300_000, bodyBytes: 500_000 });
  const big = Buffer.alloc(400_000);
  for (let i = 0; i < 3; i++) {
    expect((await post({ port, body: big })).status).toBe(503);
    expect((await post({ port, body: gzipSync(big), headers: GZIP })).status).toBe(503);
    expect((await post({ port, body: Buffer.from('not gzip'), headers: GZIP })).status).toBe(400);
  }
  expect((await post({ port, body: Buffer.alloc(300_000) })).status).toBe(200);
});

test('a sender that reads late still finds the answer to a refused body, not a reset', async () => {
  const { port } = await openReceiver({ bodyBytes: 1_000_000 });
  const head = 'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', (part: Buffer) => (received += part.toString('latin1')));
  socket.on('error', () => {});
  socket.pause();
  socket.write(`${head}Content-Length: 30000000\r\n\r\n`);
  socket.write(Buffer.alloc(30_000_000));
  await delay(400);
  socket.resume();
  await once(socket, 'close');
  expect(statusesIn(received)).toEqual([413]);
});

test('headers and bodies that drip are cut off, and others are served meanwhile (T8, H10, H11)', async () => {
  const { port, refused } = await openReceiver({ headersMs: 300, requestMs: 600 });
  const head = 'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
  const slow = [
    exchange(port, head, 5000),
    exchange(port, `${head}Content-Length: 9\r\n\r\n{`, 5000),
    exchange(port, '', 5000),
  ];
  const began = performance.now();
  expect((await post({ port, body: Buffer.from('{}') })).status).toBe(200);
  expect(performance.now() - began).toBeLessThan(500);
  const received = await Promise.all(slow);
  expect(received.slice(0, 2).map(statusesIn)).toEqual([[408], [408]]);
  expect(performance.now() - began).toBeLessThan(3000);
  expect(refused.filter((reason) => reason === 'timeout').length).toBeGreaterThanOrEqual(2);
  expect(refused).not.toContain('client-gone');
});

test('connections beyond the limit are closed and counted (H15)', async () => {
  const { port, refused } = await openReceiver({ connections: 3 });
  const idle = Array.from({ length: 6 }, () => connect(port, '127.0.0.1'));
  for (const socket of idle) socket.on('error', () => {});
  await expect.poll(() => refused.filter((reason) => reason === 'connections').length).toBe(3);
  for (const socket of idle) socket.destroy();
  await expect
    .poll(async () => (await post({ port, body: Buffer.from('{}') }).catch(() => undefined))?.status)
    .toBe(200);
});

test('a stop answers what is under way (H24)', async () => {
  const { receiver, port, kept } = await openReceiver({}, 200);
  const answers = Array.from({ length: 20 }, () => post({ port, body: Buffer.from('{}') }));
  await delay(100);
  expect(await receiver.stop()).toEqual({ state: 'off' });
  expect((await Promise.all(answers)).map((answer) => answer.status)).toEqual(Array.from({ length: 20 }, () => 200));
  expect(kept).toHaveLength(20);
});
