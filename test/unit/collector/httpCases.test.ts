import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { ReceiverOptions } from '../../../src/collector/receiver/receiverOptions.ts';
import type { RefusalReason } from '../../../src/collector/receiver/refusal.ts';
import { exchange, statusesIn } from './support/exchange.ts';
import { memorySink } from './support/memorySink.ts';
import { openCollector } from './support/openCollector.ts';
import { openReceiver } from './support/openReceiver.ts';
import { exportJson, jsonBytes } from './support/payloads.ts';
import { post } from './support/post.ts';

const payload = jsonBytes(exportJson({ service: 'shop', spans: [{ id: 1 }] }));
const zipped = gzipSync(payload);

interface Parts {
  readonly line?: string;
  /** Names and values instead of the usual ones; `undefined` leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** After those. */
  readonly raw?: string;
  readonly body?: Uint8Array;
}

function request({ line = 'POST /v1/traces HTTP/1.1', headers = {}, raw = '', body = payload }: Parts): Buffer {
  const all = {
    Host: 'localhost',
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
    Connection: 'close',
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\r\n`]));
  return Buffer.concat([Buffer.from(`${line}\r\n${lines.join('')}${raw}\r\n`, 'latin1'), body]);
}

const CHUNKED = { 'Content-Length': undefined, 'Transfer-Encoding': 'chunked' };
const chunk = (text: string, extension = ''): string => `${text.length.toString(16)}${extension}\r\n${text}\r\n`;
const whole = (text: string, extension = ''): Buffer => Buffer.from(`${chunk(text, extension)}0\r\n\r\n`);

interface Case {
  readonly id: string;
  readonly what: string;
  readonly bytes: Uint8Array;
  readonly statuses: readonly number[];
  readonly refused: readonly RefusalReason[];
  /** Payloads that are kept all the same. */
  readonly kept?: number;
  readonly options?: Partial<ReceiverOptions>;
}

const CASES: readonly Case[] = [
  ...['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'].map((method): Case => ({
    id: 'H01',
    what: method,
    bytes: request({ line: `${method} /v1/traces HTTP/1.1` }),
    statuses: [405],
    refused: ['method'],
  })),
  {
    id: 'H02',
    what: 'a query',
    bytes: request({ line: 'POST /v1/traces?x=1 HTTP/1.1' }),
    statuses: [200],
    refused: [],
    kept: 1,
  },
  ...[
    '/',
    '//v1/traces',
    '/v1/traces/',
    '/%2e%2e/v1/traces',
    '/./v1/traces',
    'http://localhost/v1/traces',
    '/api/v2/spans',
  ].map((path): Case => ({
    id: 'H02',
    what: path,
    bytes: request({ line: `POST ${path} HTTP/1.1` }),
    statuses: [404],
    refused: ['path'],
  })),
  ...[
    undefined,
    '',
    'text/plain',
    'application/json; charset=utf-16',
    'multipart/form-data; boundary=x',
    'application/grpc',
    'application/x-www-form-urlencoded',
  ].map((type): Case => ({
    id: 'H03',
    what: `content type ${type}`,
    bytes: request({ headers: { 'Content-Type': type } }),
    statuses: [415],
    refused: ['content-type'],
  })),
  {
    id: 'H04',
    what: 'gzip declared, plain sent',
    bytes: request({ headers: { 'Content-Encoding': 'gzip' } }),
    statuses: [400],
    refused: ['gzip'],
  },
  {
    id: 'H04',
    what: 'plain declared, gzip sent',
    bytes: request({ body: zipped }),
    statuses: [400],
    refused: ['malformed'],
  },
  {
    id: 'H04',
    what: 'truncated gzip',
    bytes: request({ headers: { 'Content-Encoding': 'gzip' }, body: zipped.subarray(0, -3) }),
    statuses: [400],
    refused: ['gzip'],
  },
  {
    id: 'H04',
    what: 'a wrong checksum',
    bytes: request({
      headers: { 'Content-Encoding': 'gzip' },
      body: Buffer.concat([zipped.subarray(0, -8), Buffer.alloc(8)]),
    }),
    statuses: [400],
    refused: ['gzip'],
  },
  {
    id: 'H04',
    what: 'two members',
    bytes: request({
      headers: { 'Content-Encoding': 'gzip' },
      body: Buffer.concat([gzipSync(payload.subarray(0, 40)), gzipSync(payload.subarray(40))]),
    }),
    statuses: [200],
    refused: [],
    kept: 1,
  },
  ...['br', 'zstd', 'deflate', 'snappy', 'gzip, gzip', 'gzip;q=1', 'identity, gzip', 'x-gzip'].map((coding): Case => ({
    id: 'H06',
    what: coding,
    bytes: request({ headers: { 'Content-Encoding': coding } }),
    statuses: [415],
    refused: ['content-encoding'],
  })),
  {
    id: 'H06',
    what: 'two headers of gzip',
    bytes: request({ raw: 'Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n' }),
    statuses: [415],
    refused: ['content-encoding'],
  },
  ...['identity', ''].map((coding): Case => ({
    id: 'H06',
    what: `coding "${coding}"`,
    bytes: request({ headers: { 'Content-Encoding': coding } }),
    statuses: [200],
    refused: [],
    kept: 1,
  })),
  {
    id: 'H06',
    what: 'a chain of 4,000',
    bytes: request({ headers: { 'Content-Encoding': Array.from({ length: 4000 }, () => 'gzip').join(',') } }),
    statuses: [431],
    refused: ['bad-http'],
  },
  {
    id: 'H07',
    what: 'a length that is too short',
    bytes: request({ headers: { 'Content-Length': '2', Connection: undefined }, body: Buffer.from('{}garbage') }),
    statuses: [200],
    refused: ['bad-http'],
    kept: 1,
  },
  {
    id: 'H07',
    what: 'no length',
    bytes: request({ headers: { 'Content-Length': undefined } }),
    statuses: [400],
    refused: ['bad-http', 'malformed'],
  },
  ...['-1', '+5', '0x5', '5, 5', '5 5', '99999999999999999999', '1.5', 'five', ''].map((length): Case => ({
    id: 'H07',
    what: `length "${length}"`,
    bytes: request({ headers: { 'Content-Length': length } }),
    statuses: [400],
    refused: ['bad-http'],
  })),
  {
    id: 'H07',
    what: 'two lengths',
    bytes: request({ raw: `Content-Length: ${payload.length}\r\n` }),
    statuses: [400],
    refused: ['bad-http'],
  },
  {
    id: 'H07',
    what: 'length and chunks',
    bytes: request({ raw: 'Transfer-Encoding: chunked\r\n' }),
    statuses: [400],
    refused: ['bad-http'],
  },
  {
    id: 'H07',
    what: 'chunks and length',
    bytes: request({
      headers: { 'Content-Length': undefined },
      raw: 'Transfer-Encoding: chunked\r\nContent-Length: 3\r\n',
    }),
    statuses: [400],
    refused: ['bad-http'],
  },
  ...['xchunked', 'chunked, identity', 'identity'].map((coding): Case => ({
    id: 'H07',
    what: `transfer coding ${coding}`,
    bytes: request({ headers: { 'Content-Length': undefined, 'Transfer-Encoding': coding } }),
    statuses: [400],
    refused: ['bad-http'],
  })),
  {
    id: 'H07',
    what: 'a space before the colon',
    bytes: request({ headers: { 'Content-Length': undefined }, raw: 'Transfer-Encoding : chunked\r\n' }),
    statuses: [400],
    refused: ['bad-http'],
  },
  {
    id: 'H07',
    what: 'NUL in a header',
    bytes: request({ raw: 'X: a\0b\r\n' }),
    statuses: [400],
    refused: ['bad-http'],
  },
  {
    id: 'H07',
    what: 'a bare CR in a header',
    bytes: request({ raw: 'X: a\rb\r\n' }),
    statuses: [400],
    refused: ['bad-http'],
  },
  {
    id: 'H08',
    what: 'chunks',
    bytes: request({ headers: CHUNKED, body: whole(payload.toString()) }),
    statuses: [200],
    refused: [],
    kept: 1,
  },
  {
    id: 'H08',
    what: 'a chunk extension of 20 kB',
    bytes: request({ headers: CHUNKED, body: whole('{}', `;x=${'y'.repeat(20_000)}`) }),
    statuses: [413],
    refused: ['bad-http'],
  },
  {
    id: 'H08',
    what: 'chunks that never end',
    bytes: request({ headers: CHUNKED, body: Buffer.from(chunk('x'.repeat(100)).repeat(200)) }),
    statuses: [413],
    refused: ['too-large'],
    options: { bodyBytes: 1000 },
  },
  ...['zz', '-1', 'FFFFFFFFFFFFFFFFF', '0x2', ' 2'].map((size): Case => ({
    id: 'H08',
    what: `chunk size "${size}"`,
    bytes: request({ headers: CHUNKED, body: Buffer.from(`${size}\r\n{}\r\n0\r\n\r\n`) }),
    statuses: [400],
    refused: ['bad-http'],
  })),
  {
    id: 'H09',
    what: 'Expect, then nothing',
    bytes: request({ headers: { Expect: '100-continue', 'Content-Length': '9' }, body: Buffer.alloc(0) }),
    statuses: [100, 408],
    refused: ['timeout'],
    options: { headersMs: 200, requestMs: 400 },
  },
  {
    id: 'H09',
    what: 'another expectation',
    bytes: request({ headers: { Expect: '200-maybe' } }),
    statuses: [417],
    refused: ['bad-http'],
  },
  {
    id: 'H17',
    what: 'two Origins',
    bytes: request({ raw: 'Origin: http://localhost\r\nOrigin: http://evil.example\r\n' }),
    statuses: [403],
    refused: ['origin'],
  },
  {
    id: 'H28',
    what: 'a header of 16 KiB and more',
    bytes: request({ headers: { X: 'x'.repeat(16_400) } }),
    statuses: [431],
    refused: ['bad-http'],
  },
  {
    id: 'H28',
    what: '2,100 headers',
    bytes: request({ raw: 'a:\r\n'.repeat(2100) }),
    statuses: [200],
    refused: [],
    kept: 1,
  },
  {
    id: 'H28',
    what: 'an Origin behind 2,100 headers',
    bytes: request({ raw: `${'a:\r\n'.repeat(2100)}Origin: http://evil.example\r\n` }),
    statuses: [403],
    refused: ['origin'],
  },
  {
    id: 'T1',
    what: 'an upgrade to h2c',
    bytes: request({ headers: { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': '' } }),
    statuses: [200],
    refused: [],
    kept: 1,
  },
  {
    id: 'H13',
    what: 'good, bad, good in a row',
    bytes: Buffer.concat([
      request({ headers: { Connection: undefined } }),
      request({ headers: { Connection: undefined }, body: Buffer.from('[') }),
      request({}),
    ]),
    statuses: [200, 400, 200],
    refused: ['malformed'],
    kept: 2,
  },
];

test.each(CASES)('$id: $what is answered $statuses', async ({ bytes, statuses, refused, kept = 0, options }) => {
  const sink = memorySink();
  const port = await openReceiver(sink, options);
  const got = statusesIn(await exchange(port, bytes, 1500));
  expect(got).toEqual(statuses);
  await expect.poll(() => sink.refused).toEqual(refused);
  expect(sink.kept).toHaveLength(kept);
  // The next one is served, and soon.
  const began = performance.now();
  if (options?.bodyBytes === undefined) expect((await post({ port, body: payload })).status).toBe(200);
  expect(performance.now() - began).toBeLessThan(200);
});

test('H13: 1,000 pipelined posts are answered in order', async () => {
  const sink = memorySink();
  const port = await openReceiver(sink);
  const one = request({ headers: { Connection: undefined } });
  const bytes = Buffer.concat([...Array.from({ length: 999 }, () => one), request({})]);
  expect(statusesIn(await exchange(port, bytes, 10_000))).toEqual(Array.from({ length: 1000 }, () => 200));
  expect(sink.kept).toHaveLength(1000);
});

test('H12: what a sender sent before it closed its side is kept, once, though Node answers it no more', async () => {
  const collector = await openCollector();
  const socket = connect(collector.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.resume();
  socket.end(request({ headers: { Connection: undefined } }));
  await new Promise((resolve) => socket.once('close', resolve));
  await expect.poll(async () => (await collector.stats()).stored).toBe(1);
  expect((await collector.stats()).refusedRequests).toEqual({});
});

test('H12: a sender that never saw the answer sends again, and nothing is stored twice', async () => {
  const collector = await openCollector();
  const socket = connect(collector.port, '127.0.0.1');
  socket.on('error', () => {});
  await new Promise<void>((resolve) => socket.write(request({}), () => resolve()));
  socket.resetAndDestroy();
  await delay(100);
  expect((await post({ port: collector.port, body: payload })).status).toBe(200);
  const { received, stored, duplicate } = await collector.stats();
  expect([stored, received]).toEqual([1, stored + duplicate]);
});
