import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { Problem } from '../../../src/core/problem.ts';
import { type Channel, Rpc } from '../../../src/core/rpc.ts';
import { portChannel } from '../../../src/threads/portChannel.ts';

interface Api {
  add(params: { readonly a: number; readonly b: number }): number;
  fail(params: { readonly with: 'problem' | 'stranger' }): never;
  wait(): void;
  bytes(): ArrayBuffer;
}
interface Events {
  news: { readonly text: string };
}

const open: MessageChannel[] = [];
afterEach(() => {
  for (const { port1 } of open.splice(0)) port1.close();
});

function pair(): {
  client: Rpc<Api, object, Events>;
  server: Rpc<object, Api>;
  aborted: Promise<void>;
  sent: ArrayBuffer;
} {
  const channel = new MessageChannel();
  open.push(channel);
  const sent = new ArrayBuffer(8);
  let abort = (): void => {};
  const aborted = new Promise<void>((resolve) => (abort = resolve));
  const server = new Rpc<object, Api>(portChannel(channel.port2), {
    add: ({ a, b }) => a + b,
    fail: (params) => {
      throw params.with === 'problem' ? new Problem('not-found', 'It is not there.') : new TypeError('oops');
    },
    wait: (_, signal) => new Promise<void>(() => signal.addEventListener('abort', abort)),
    bytes: () => sent,
  });
  return { client: new Rpc<Api, object, Events>(portChannel(channel.port1), {}), server, aborted, sent };
}

test('a call gets its answer', async () => {
  const { client } = pair();
  expect(await Promise.all([client.call('add', { a: 1, b: 2 }), client.call('add', { a: 3, b: 4 })])).toEqual([3, 7]);
});

test('a handler that throws rejects the caller, with the code of a Problem or as internal', async () => {
  const { client } = pair();
  await expect(client.call('fail', { with: 'problem' })).rejects.toMatchObject({
    code: 'not-found',
    message: 'It is not there.',
  });
  await expect(client.call('fail', { with: 'stranger' })).rejects.toMatchObject({ code: 'internal', message: 'oops' });
});

test('a call that nobody answers is refused, names of Object.prototype included', async () => {
  const { client } = pair();
  for (const method of ['nope', 'constructor', '__proto__', 'toString'])
    await expect(client.call(method as 'wait')).rejects.toMatchObject({ code: 'unsupported' });
});

test('aborting rejects at once and reaches the handler', async () => {
  const { client, aborted } = pair();
  const stop = new AbortController();
  const call = client.call('wait', undefined, stop.signal);
  stop.abort();
  await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  await aborted;
});

test('a call that returns nothing is answered over a channel of JSON too', async () => {
  const receivers: ((message: unknown) => void)[] = [];
  const end = (other: number): Channel => ({
    post: (message) => queueMicrotask(() => receivers[other]!(JSON.parse(JSON.stringify(message)))),
    listen: (receive) => receivers.push(receive),
  });
  const client = new Rpc<{ done(): void }, object>(end(1), {});
  const server = new Rpc<object, { done(): void }>(end(0), { done: () => undefined });
  expect(await client.call('done')).toBeUndefined();
  server.tell('over', null);
});

test('buffers are handed over, not copied', async () => {
  const { client, sent } = pair();
  expect((await client.call('bytes')).byteLength).toBe(8);
  expect(sent.byteLength).toBe(0);
});

test('events reach their listeners', async () => {
  const { client, server } = pair();
  const news = new Promise((resolve) => client.on('news', resolve));
  server.tell('news', { text: 'hi' });
  expect(await news).toEqual({ text: 'hi' });
});

test('closing rejects what is under way and what comes later', async () => {
  const { client } = pair();
  const call = client.call('wait');
  client.close(new Problem('internal', 'Gone.'));
  await expect(call).rejects.toThrow('Gone.');
  await expect(client.call('wait')).rejects.toThrow('Gone.');
});

test.each([
  null,
  1,
  'x',
  {},
  { rpc: 'call' },
  { rpc: 'reply', id: 1, outcome: null },
  { rpc: 'reply', id: 99, outcome: {} },
])('the message %j does no harm', async (message) => {
  const { client } = pair();
  open[0]!.port2.postMessage(message);
  open[0]!.port1.postMessage(message);
  expect(await client.call('add', { a: 1, b: 1 })).toBe(2);
});
