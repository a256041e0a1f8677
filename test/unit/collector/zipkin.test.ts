import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { memorySink } from './support/memorySink.ts';
import { openReceiver } from './support/openReceiver.ts';
import { post } from './support/post.ts';

const span = {
  traceId: 'ab'.repeat(16),
  id: 'cd'.repeat(8),
  name: 'get /orders',
  timestamp: 1_763_596_800_000_000,
  duration: 1000,
  kind: 'SERVER',
  localEndpoint: { serviceName: 'shop' },
};
const bytes = (...spans: readonly object[]): Buffer => Buffer.from(JSON.stringify(spans));
const path = '/api/v2/spans';

test("Zipkin's spans are taken when that is on, and answered as Zipkin does", async () => {
  const sink = memorySink();
  const port = await openReceiver(sink, { acceptZipkin: true });
  for (const sent of [
    { body: bytes(span, { ...span, id: 'ef'.repeat(8) }) },
    { body: gzipSync(bytes(span, { ...span, id: 'ef'.repeat(8) })), headers: { 'content-encoding': 'gzip' } },
  ]) {
    const answer = await post({ port, path, ...sent });
    expect([answer.status, answer.body.length]).toEqual([202, 0]);
  }
  expect([sink.kept, sink.encodings, sink.refused]).toEqual([[2, 2], ['zipkin-json', 'zipkin-json'], []]);
});

test('an empty list is taken, and a bad span among good ones costs only itself', async () => {
  const sink = memorySink();
  const port = await openReceiver(sink, { acceptZipkin: true });
  expect((await post({ port, path, body: bytes() })).status).toBe(202);
  expect((await post({ port, path, body: bytes({ ...span, traceId: 'zz' }, span) })).status).toBe(202);
  expect(sink.kept).toEqual([0, 1]);
});

test('it is off unless asked for', async () => {
  const sink = memorySink();
  const port = await openReceiver(sink);
  const answer = await post({ port, path, body: bytes(span) });
  expect([answer.status, sink.kept, sink.refused]).toEqual([404, [], ['path']]);
  expect(answer.body.toString()).toContain('the setting is off');
});

test.each<[string, number, Parameters<typeof post>[0]]>([
  ['a foreign page (T1)', 403, { port: 0, body: bytes(span), headers: { origin: 'http://evil.example' } }],
  ['a rebound name (T3)', 421, { port: 0, body: bytes(span), headers: { host: 'evil.example' } }],
  ['text, as a page may send it (T1)', 415, { port: 0, body: bytes(span), headers: { 'content-type': 'text/plain' } }],
  ["Zipkin's protobuf", 415, { port: 0, body: bytes(span), headers: { 'content-type': 'application/x-protobuf' } }],
  ['Thrift', 415, { port: 0, body: bytes(span), headers: { 'content-type': 'application/x-thrift' } }],
  ['GET: there is nothing to read (T2)', 405, { port: 0, body: Buffer.alloc(0), method: 'GET' }],
  ['no JSON', 400, { port: 0, body: Buffer.from('nonsense') }],
  ['OTLP', 400, { port: 0, body: Buffer.from('"x"') }],
  ['a bomb (T5)', 413, { port: 0, body: gzipSync(Buffer.alloc(200_000)), headers: { 'content-encoding': 'gzip' } }],
  ['more spans than a request may have (T6)', 413, { port: 0, body: Buffer.from(`[${'{},'.repeat(100_001)}{}]`) }],
])('%s is refused', async (_what, status, sent) => {
  const sink = memorySink();
  const bodyBytes = status === 413 && sent.headers ? 100_000 : 64 * 2 ** 20;
  const port = await openReceiver(sink, { acceptZipkin: true, bodyBytes });
  expect((await post({ ...sent, port, path })).status).toBe(status);
  expect([sink.kept, sink.refused.length]).toEqual([[], 1]);
});
