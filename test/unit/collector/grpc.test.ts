import { randomBytes } from 'node:crypto';
import { connect as connectHttp2, constants } from 'node:http2';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { GrpcReceiver } from '../../../src/collector/grpc/grpcReceiver.ts';
import type { GrpcState } from '../../../src/core/protocol.ts';
import { RECEIVER_DEFAULTS } from '../../../src/collector/receiver/receiverLimits.ts';
import type { ReceiverOptions } from '../../../src/collector/receiver/receiverOptions.ts';
import { Refusal } from '../../../src/collector/receiver/refusal.ts';
import type { TraceSink } from '../../../src/collector/receiver/traceSink.ts';
import { exchange, statusesIn } from './support/exchange.ts';
import { grpcSend } from './support/grpcSend.ts';
import { memorySink } from './support/memorySink.ts';
import { exportJson, protoBytes } from './support/payloads.ts';

const TOKEN = 'a-token-of-some-length';
const body = protoBytes(exportJson({ service: 'shop', spans: [{ id: 1 }, { id: 2, parent: 1 }] }));

interface Opened {
  readonly receiver: GrpcReceiver;
  readonly port: number;
  readonly states: GrpcState[];
}

async function openGrpc(sink: TraceSink, options: Partial<ReceiverOptions> = {}): Promise<Opened> {
  const states: GrpcState[] = [];
  const receiver = new GrpcReceiver(sink, { ...RECEIVER_DEFAULTS, ...options }, (state) => states.push(state));
  onTestFinished(async () => void (await receiver.stop()));
  const state = await receiver.start(0);
  if (state.state !== 'on') throw new Error(JSON.stringify(state));
  return { receiver, port: state.port, states };
}

test.each([false, true])('spans are kept and answered with an empty message (gzip %s)', async (gzip) => {
  const sink = memorySink();
  const { port } = await openGrpc(sink);
  expect(await grpcSend({ port, body, gzip })).toMatchObject({ code: 0, body: Buffer.alloc(0) });
  expect([sink.kept, sink.encodings, sink.refused]).toEqual([[2], ['protobuf'], []]);
});

test('logs are kept, metrics taken and counted', async () => {
  const sink = memorySink();
  const { port } = await openGrpc(sink);
  expect((await grpcSend({ port, body: Buffer.from([1, 2, 3]), signal: 'logs' })).code).toBe(0);
  expect((await grpcSend({ port, body: Buffer.from([1, 2, 3]), signal: 'metrics' })).code).toBe(0);
  expect([sink.logs, sink.ignored, sink.kept]).toEqual([[Buffer.from([1, 2, 3])], ['metrics'], []]);
});

test('a partial success says what was refused', async () => {
  const { port } = await openGrpc(memorySink({ rejected: [{ reason: 'trace-id', count: 3 }] }));
  for (const [signal, what] of [
    ['traces', 'Spans refused: 3 (trace-id).'],
    ['logs', 'Log records refused: 3 (trace-id).'],
  ] as const) {
    const answer = await grpcSend({ port, body: Buffer.alloc(0), signal });
    expect([answer.code, answer.body.includes(what), answer.body.subarray(2, 4)]).toEqual([
      0,
      true,
      Buffer.from([8, 3]),
    ]);
  }
});

test('a message that is no OTLP is INVALID_ARGUMENT and counted', async () => {
  const sink = memorySink();
  const { port } = await openGrpc(sink);
  const answer = await grpcSend({ port, body: Buffer.from('nonsense') });
  expect([answer.code, answer.details]).toEqual([3, undefined]);
  expect(answer.message).toContain('not OTLP protobuf');
  expect(sink.refused).toEqual(['malformed']);
});

test('both loopback addresses listen, and no other (T4)', async () => {
  const { port, states } = await openGrpc(memorySink());
  const [state] = states;
  const addresses = state?.state === 'on' ? state.addresses : [];
  expect(addresses).toContain('127.0.0.1');
  for (const host of addresses) expect((await grpcSend({ port, body, host })).code).toBe(0);
  const outside = Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4');
  for (const { address } of outside)
    expect((await grpcSend({ port, body, host: address, deadlineMs: 1000 })).code).toBe(14);
});

test.each<[string, number, string, number, boolean]>([
  ['disk-full', 503, '5', 14, true],
  ['store', 503, '5', 14, true],
  ['memory', 503, '1', 8, true],
  ['too-many-spans', 413, '', 8, false],
  ['internal', 500, '', 13, false],
])('a refusal for %s has the code that says whether to retry', async (reason, status, retryAfter, code, isRetried) => {
  const headers: Record<string, string> = retryAfter === '' ? {} : { 'Retry-After': retryAfter };
  const sink = memorySink({
    before: () => {
      throw new Refusal(status, reason as 'store', 'no \ud800 room', headers);
    },
  });
  const { port } = await openGrpc(sink);
  const answer = await grpcSend({ port, body });
  expect([answer.code, answer.message, sink.refused]).toEqual([code, 'no \ufffd room', [reason]]);
  expect(answer.details !== undefined).toBe(isRetried);
  if (answer.details) {
    expect(answer.details.includes('type.googleapis.com/google.rpc.RetryInfo')).toBe(true);
    // value = 2 { retry_delay = 1 { seconds = 1: varint } }
    expect(answer.details.subarray(-6)).toEqual(Buffer.from([0x12, 4, 0x0a, 2, 8, Number(retryAfter)]));
  }
});

test('a message exactly at the limit is taken, one byte more is not, inflated or plain', async () => {
  const sink = memorySink();
  const { port } = await openGrpc(sink, { bodyBytes: 100_000 });
  // One unknown field (15) of bytes; its tag and length take 4.
  const sized = (length: number): Buffer => {
    const inner = length - 4;
    return Buffer.concat([
      Buffer.from([0x7a, (inner & 0x7f) | 0x80, ((inner >> 7) & 0x7f) | 0x80, inner >> 14]),
      Buffer.alloc(inner),
    ]);
  };
  for (const gzip of [false, true]) {
    expect((await grpcSend({ port, body: sized(100_000), gzip })).code).toBe(0);
    expect((await grpcSend({ port, body: sized(100_001), gzip })).code).toBe(8);
  }
  expect(sink.kept).toEqual([0, 0]);
  await expect.poll(() => sink.refused).toEqual(['grpc-call', 'grpc-call']);
});

test('a bomb is cut at the limit, and does not cost the next call its place (T5)', async () => {
  const sink = memorySink();
  const { port } = await openGrpc(sink);
  const bomb = Buffer.alloc(200 * 2 ** 20);
  for (let i = 0; i < 2; i++)
    expect((await grpcSend({ port, body: bomb, gzip: true, deadlineMs: 20_000 })).code).toBe(8);
  expect((await grpcSend({ port, body })).code).toBe(0);
  expect(sink.kept).toEqual([2]);
});

interface Stream {
  readonly status: Promise<string | undefined>;
  write(bytes: Uint8Array): void;
  close(): void;
}

/** A call by hand, which can stop anywhere. */
function openCall(port: number, headers: Readonly<Record<string, string>> = {}): Stream {
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  session.on('error', () => {});
  onTestFinished(() => session.destroy());
  const stream = session.request({
    ':method': 'POST',
    ':path': '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers,
  });
  stream.on('error', () => {});
  stream.resume();
  const status = new Promise<string | undefined>((resolve) => {
    stream.on('response', (got) => {
      if (got['grpc-status'] !== undefined) resolve(String(got['grpc-status']));
      else if (got[':status'] !== 200) resolve(`http ${got[':status']}`);
    });
    stream.on('trailers', (got) => resolve(String(got['grpc-status'])));
    stream.on('close', () => resolve(undefined));
  });
  return {
    status,
    write: (bytes) => void stream.write(bytes),
    close: () => stream.close(constants.NGHTTP2_CANCEL),
  };
}

test.each<[string, Uint8Array, Record<string, string>, string, readonly string[]]>([
  ['gzip that is none', Buffer.from('\x01\0\0\0\x04nope', 'latin1'), { 'grpc-encoding': 'gzip' }, '13', ['grpc-call']],
  [
    'a coding we have not',
    Buffer.from('\x01\0\0\0\x04nope', 'latin1'),
    { 'grpc-encoding': 'snappy' },
    '12',
    ['grpc-call'],
  ],
  ['a length of 4 GiB', Buffer.from([0, 255, 255, 255, 255]), {}, '8', ['grpc-call']],
  [
    'an unknown method',
    Buffer.alloc(0),
    { ':path': '/opentelemetry.proto.collector.trace.v1.TraceService/List' },
    '12',
    [],
  ],
  ['another content type', Buffer.alloc(0), { 'content-type': 'text/plain' }, 'http 415', []],
])('%s ends the call, and the next one is served', async (_what, bytes, headers, status, refused) => {
  const sink = memorySink();
  const { port } = await openGrpc(sink);
  const call = openCall(port, headers);
  call.write(bytes);
  expect(await call.status).toBe(status);
  await expect.poll(() => sink.refused).toEqual(refused);
  expect((await grpcSend({ port, body })).code).toBe(0);
});

test('a truncated gzip is refused', async () => {
  const sink = memorySink();
  const { port } = await openGrpc(sink);
  const cut = gzipSync(body).subarray(0, -9);
  const call = openCall(port, { 'grpc-encoding': 'gzip' });
  call.write(Buffer.concat([Buffer.from([1, 0, 0, 0, cut.length]), cut]));
  expect(await call.status).toBe('13');
  expect(sink.kept).toEqual([]);
});

test('calls that never finish are cut, and others are served meanwhile (T8)', async () => {
  const sink = memorySink();
  const { port } = await openGrpc(sink, { requestMs: 500 });
  const stuck = Array.from({ length: 4 }, () => openCall(port));
  for (const call of stuck) call.write(Buffer.from([0, 0, 0]));
  await delay(100);
  // All places are taken: this one waits for one and is refused or served, never lost.
  const began = performance.now();
  expect((await grpcSend({ port, body })).code).toBe(0);
  expect(performance.now() - began).toBeLessThan(3000);
  expect(await Promise.all(stuck.map(({ status }) => status))).toEqual(stuck.map(() => '4'));
  expect(sink.refused.filter((reason) => reason === 'timeout')).toHaveLength(4);
});

test('when all places stay taken, a call is asked to come back', async () => {
  const sink = memorySink();
  const { port } = await openGrpc(sink, { requestMs: 5000 });
  const stuck = Array.from({ length: 4 }, () => openCall(port));
  await delay(200);
  const answer = await grpcSend({ port, body });
  expect([answer.code, answer.details?.includes('RetryInfo'), sink.refused]).toEqual([8, true, ['memory']]);
  for (const call of stuck) call.close();
  await expect.poll(() => sink.refused.length).toBe(5);
  expect((await grpcSend({ port, body })).code).toBe(0);
});

test('many senders at once are all served', async () => {
  const sink = memorySink({ before: () => delay(20) });
  const { port } = await openGrpc(sink);
  const answers = await Promise.all(Array.from({ length: 100 }, () => grpcSend({ port, body })));
  expect(answers.filter(({ code }) => code !== 0)).toEqual([]);
  expect(sink.kept).toHaveLength(100);
});

test('a cancelled call stores nothing', async () => {
  const sink = memorySink();
  const { port } = await openGrpc(sink);
  const call = openCall(port);
  call.write(Buffer.from([0, 0, 0, 0, 100, 1]));
  await delay(100);
  call.close();
  await expect.poll(() => sink.refused).toEqual(['grpc-call']);
  expect(sink.kept).toEqual([]);
});

test.each<[string, string | Uint8Array, string]>([
  ['HTTP/1.1', 'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\n\r\n', 'not-grpc'],
  ['TLS', Uint8Array.of(0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0), 'tls'],
  ['noise', randomBytes(64).fill(0x80, 0, 1), 'not-grpc'],
  ['a preface gone wrong', 'PRI * HTTP/2.0\r\n\r\nSX\r\n\r\n', 'not-grpc'],
])('%s on this port gets a hint and is counted', async (_what, bytes, reason) => {
  const sink = memorySink();
  const { port } = await openGrpc(sink);
  const received = await exchange(port, bytes);
  expect(statusesIn(received)).toEqual([400]);
  expect(received).toContain('OTEL_EXPORTER_OTLP_PROTOCOL=grpc');
  expect(sink.refused).toEqual([reason]);
});

test('a connection that says nothing, or half a preface, is cut (H10)', async () => {
  const sink = memorySink();
  const { port } = await openGrpc(sink, { headersMs: 200 });
  expect(await Promise.all([exchange(port, '', 3000), exchange(port, 'PRI * HT', 3000)])).toEqual(['', '']);
  expect(sink.refused).toEqual(['timeout', 'timeout']);
});

test('a preface in single bytes is understood', async () => {
  const { port } = await openGrpc(memorySink());
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  onTestFinished(() => void socket.destroy());
  const received: Buffer[] = [];
  socket.on('data', (part: Buffer) => received.push(part));
  // The preface and an empty SETTINGS frame.
  for (const byte of Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', 'latin1')) {
    socket.write(Uint8Array.of(byte));
    await delay(2);
  }
  // Its own SETTINGS frame has type 4.
  await expect.poll(() => Buffer.concat(received)[3]).toBe(4);
});

test('connections beyond the limit are closed and counted (H15)', async () => {
  const sink = memorySink();
  const { port } = await openGrpc(sink, { connections: 2 });
  const idle = Array.from({ length: 5 }, () => connect(port, '127.0.0.1'));
  for (const socket of idle) socket.on('error', () => {});
  await expect.poll(() => sink.refused.filter((reason) => reason === 'connections').length).toBe(3);
  for (const socket of idle) socket.destroy();
  await expect.poll(async () => (await grpcSend({ port, body })).code).toBe(0);
});

test('a stop answers what is under way; the port is free then (H24)', async () => {
  const sink = memorySink({ before: () => delay(300) });
  const { receiver, port } = await openGrpc(sink);
  const answers = Array.from({ length: 20 }, () => grpcSend({ port, body }));
  await delay(150);
  expect(await receiver.stop()).toEqual({ state: 'off' });
  expect((await Promise.all(answers)).map(({ code }) => code)).toEqual(answers.map(() => 0));
  expect(sink.kept).toHaveLength(20);
  expect(await receiver.start(port)).toMatchObject({ state: 'on', port });
});

test('idle connections do not hold up a stop', async () => {
  const { receiver, port } = await openGrpc(memorySink());
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  session.on('error', () => {});
  onTestFinished(() => session.destroy());
  await new Promise((resolve) => session.once('remoteSettings', resolve));
  const silent = connect(port, '127.0.0.1');
  silent.on('error', () => {});
  onTestFinished(() => void silent.destroy());
  await delay(50);
  const began = performance.now();
  await receiver.stop();
  expect(performance.now() - began).toBeLessThan(1500);
});

test('a busy port says by whom, and is taken when it gets free', async () => {
  const first = await openGrpc(memorySink());
  const states: GrpcState[] = [];
  const second = new GrpcReceiver(memorySink(), RECEIVER_DEFAULTS, (state) => states.push(state));
  onTestFinished(async () => void (await second.stop()));
  expect(await second.start(first.port)).toMatchObject({ state: 'busy', port: first.port });
  await first.receiver.stop();
  await expect.poll(() => states.at(-1), { timeout: 4000 }).toMatchObject({ state: 'on', port: first.port });
});

test.each([65_536, -1, 1.5])('port %d is refused in words (H22)', async (port) => {
  const receiver = new GrpcReceiver(memorySink(), RECEIVER_DEFAULTS, () => {});
  expect(await receiver.start(port)).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('choose one from 1 to 65535'),
  });
});

test('elsewhere than on loopback it listens only with a token (T4)', async () => {
  const receiver = new GrpcReceiver(memorySink(), { ...RECEIVER_DEFAULTS, host: '0.0.0.0' }, () => {});
  expect(await receiver.start(0)).toMatchObject({ state: 'failed', message: expect.stringContaining('needs a token') });
  const { port } = await openGrpc(memorySink(), { host: '0.0.0.0', token: TOKEN });
  expect((await grpcSend({ port, body, headers: { 'x-spanline-token': TOKEN } })).code).toBe(0);
});

test('with a token, only who shows it may send (H20)', async () => {
  const sink = memorySink();
  const { port } = await openGrpc(sink, { token: TOKEN });
  for (const headers of [{ authorization: `Bearer ${TOKEN}` }, { 'x-spanline-token': TOKEN }])
    expect((await grpcSend({ port, body, headers })).code).toBe(0);
  for (const headers of [
    undefined,
    { authorization: 'Bearer nope' },
    { authorization: TOKEN },
    { 'x-spanline-token': '' },
  ])
    expect((await grpcSend({ port, body, headers })).code).toBe(16);
  expect(sink.refused).toEqual(['token', 'token', 'token', 'token']);
  expect(sink.kept).toEqual([2, 2]);
});
