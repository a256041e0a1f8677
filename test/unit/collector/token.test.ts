import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { Receiver } from '../../../src/collector/receiver/receiver.ts';
import { RECEIVER_DEFAULTS } from '../../../src/collector/receiver/receiverLimits.ts';
import { exchange, statusesIn } from './support/exchange.ts';
import { memorySink } from './support/memorySink.ts';
import { openReceiver } from './support/openReceiver.ts';
import { post } from './support/post.ts';

const TOKEN = 'correct-horse-battery';
const body = Buffer.from('{}');

test.each<[string, Readonly<Record<string, string>>, number]>([
  ['Bearer', { authorization: `Bearer ${TOKEN}` }, 200],
  ['bearer, in lower case', { authorization: `bearer ${TOKEN}` }, 200],
  ['our own header', { 'x-spanline-token': TOKEN }, 200],
  ['none', {}, 401],
  ['an empty one', { 'x-spanline-token': ' ' }, 401],
  ['another', { authorization: 'Bearer correct-horse-batterx' }, 401],
  ['a beginning', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }, 401],
  ['a longer one', { authorization: `Bearer ${TOKEN}x` }, 401],
  ['one of 10 kB', { authorization: `Bearer ${'x'.repeat(10_000)}` }, 401],
  ['Basic', { authorization: `Basic ${Buffer.from(`:${TOKEN}`).toString('base64')}` }, 401],
  ['without a scheme', { authorization: TOKEN }, 401],
  ['both ways', { authorization: `Bearer ${TOKEN}`, 'x-spanline-token': TOKEN }, 401],
  ['in upper case', { authorization: `Bearer ${TOKEN.toUpperCase()}` }, 401],
])('a token shown as %s is answered (H20)', async (_what, headers, status) => {
  const sink = memorySink();
  const port = await openReceiver(sink, { token: TOKEN, acceptZipkin: true });
  for (const path of ['/v1/traces', '/v1/logs', '/v1/metrics', '/nowhere']) {
    const answer = await post({ port, path, headers, body });
    expect(answer.status).toBe(status === 200 && path === '/nowhere' ? 404 : status);
    expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
    expect(answer.body.toString()).not.toContain(TOKEN);
  }
  expect(sink.refused).toEqual(status === 200 ? ['path'] : ['token', 'token', 'token', 'token']);
});

test('a token in two headers is none (H20)', async () => {
  const port = await openReceiver(memorySink(), { token: TOKEN });
  for (const twice of [`Authorization: Bearer ${TOKEN}\r\n`, `X-Spanline-Token: ${TOKEN}\r\n`]) {
    const bytes = `POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n${twice}${twice}\r\n{}`;
    expect(statusesIn(await exchange(port, bytes))).toEqual([401]);
  }
});

test('a wrong token costs no more time for its good beginning (H20)', async () => {
  const { isToken } = await import('../../../src/collector/receiver/isToken.ts');
  const token = 'x'.repeat(4000);
  const measure = (shown: string): number => {
    const began = performance.now();
    for (let i = 0; i < 300; i++) isToken(shown, token);
    return performance.now() - began;
  };
  const early = `y${'x'.repeat(3999)}`;
  const late = `${'x'.repeat(3999)}y`;
  // The best of several: what else the machine does only adds.
  const best = (shown: string): number => Math.min(...Array.from({ length: 7 }, () => measure(shown)));
  const [a, b] = [best(early), best(late)];
  // A comparison that stops at the first difference would be hundreds of times apart.
  expect(Math.max(a, b) / Math.min(a, b)).toBeLessThan(4);
});

test('a page of this machine asks without the token and sends with it', async () => {
  const port = await openReceiver(memorySink(), { token: TOKEN });
  const origin = 'http://localhost:3000';
  const asked = { origin, 'access-control-request-method': 'POST', 'content-type': '' };
  expect((await post({ port, method: 'OPTIONS', headers: asked, body: Buffer.alloc(0) })).status).toBe(204);
  expect((await post({ port, headers: { origin }, body })).status).toBe(401);
  expect((await post({ port, headers: { origin, 'x-spanline-token': TOKEN }, body })).status).toBe(200);
});

test.each([
  ['0.0.0.0', undefined, 'needs a token'],
  ['::', undefined, 'needs a token'],
  ['192.0.2.1', undefined, 'needs a token'],
  ['0.0.0.0', 'short', 'too short'],
  ['0.0.0.0', '', 'too short'],
  [undefined, 'short', 'too short'],
  ['example.com', TOKEN, 'no IP address'],
  ['127.0.0.1.evil.example', undefined, 'no IP address'],
])('listening on %j with the token %j is refused in words (T4)', async (host, token, words) => {
  const receiver = new Receiver(memorySink(), { ...RECEIVER_DEFAULTS, host, token }, () => {});
  const state = await receiver.start(0);
  expect(state).toMatchObject({ state: 'failed', message: expect.stringContaining(words) });
  await receiver.stop();
});

const outside = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4');

test('listening on all addresses, other machines send under our names for them, with the token (T4)', async () => {
  const sink = memorySink();
  const port = await openReceiver(sink, { host: '0.0.0.0', token: TOKEN });
  const shown = { 'x-spanline-token': TOKEN };
  for (const host of ['127.0.0.1', ...(outside ? [outside.address] : [])]) {
    expect((await post({ port, host, headers: shown, body })).status).toBe(200);
    expect((await post({ port, host, body })).status).toBe(401);
  }
  for (const [host, status] of [
    ['build-machine:4318', 200],
    ['nonsense host', 421],
    ['a@b', 421],
  ] as const)
    expect((await post({ port, headers: { ...shown, host }, body })).status).toBe(status);
  const foreign = { ...shown, origin: 'http://evil.example' };
  expect((await post({ port, headers: foreign, body })).status).toBe(403);
});

test('a loopback address of choice needs no token, and keeps the check of Host', async () => {
  const port = await openReceiver(memorySink(), { host: '127.0.0.1' });
  expect((await post({ port, body })).status).toBe(200);
  expect((await post({ port, headers: { host: 'build-machine' }, body })).status).toBe(421);
});
