import { networkInterfaces } from 'node:os';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { TraceId } from '../../../src/core/ids.ts';
import { openCollector, type OpenCollector } from './support/openCollector.ts';
import { exportJson, jsonBytes, protoBytes, resourceJson, spanId, spanJson, traceId } from './support/payloads.ts';
import { post } from './support/post.ts';

const PROTOBUF = { 'content-type': 'application/x-protobuf' };

const twoSpans = exportJson({
  service: 'shop',
  spans: [
    { id: 1, name: 'GET /orders' },
    { id: 2, parent: 1, name: 'SELECT' },
  ],
});

async function storedHex(collector: OpenCollector, id: TraceId = traceId(1)): Promise<readonly string[]> {
  return (await collector.trace({ traceId: id })).map((chunk) => Buffer.from(chunk).toString('hex'));
}

test('JSON, protobuf and gzip of either give the same stored bytes, each readable as soon as it is answered', async () => {
  const bodies = [
    { body: jsonBytes(twoSpans), headers: {} },
    { body: protoBytes(twoSpans), headers: PROTOBUF },
    { body: gzipSync(jsonBytes(twoSpans)), headers: { 'content-encoding': 'gzip' } },
    { body: gzipSync(protoBytes(twoSpans)), headers: { ...PROTOBUF, 'content-encoding': 'gzip' } },
  ];
  for (const { body, headers } of bodies) {
    const collector = await openCollector();
    const answer = await post({ port: collector.port, body, headers });
    expect(answer.status).toBe(200);
    expect(await storedHex(collector)).toEqual([protoBytes(twoSpans).toString('hex')]);
    expect(await collector.stats()).toMatchObject({ received: 2, stored: 2, duplicate: 0, rejected: {} });
  }
});

test('the answer has the encoding of the request', async () => {
  const { port } = await openCollector();
  const json = await post({ port, body: jsonBytes(twoSpans) });
  expect([json.headers['content-type'], json.body.toString()]).toEqual(['application/json', '{}']);
  const proto = await post({ port, body: protoBytes(twoSpans), headers: PROTOBUF });
  expect([proto.headers['content-type'], proto.body.length]).toEqual(['application/x-protobuf', 0]);
  const refused = await post({ port, body: Buffer.from('nonsense'), headers: PROTOBUF });
  expect([refused.status, refused.headers['content-type'], refused.body[0]]).toEqual([
    400,
    PROTOBUF['content-type'],
    8,
  ]);
});

test('both loopback addresses listen, and only those', async () => {
  const collector = await openCollector();
  const state = collector.events.receiver.at(-1);
  expect(state?.state).toBe('on');
  const hosts = state?.state === 'on' ? state.addresses : [];
  expect(hosts).toContain('127.0.0.1');
  for (const host of hosts) {
    const answer = await post({ port: collector.port, host: host.replace(/[[\]]/g, ''), body: jsonBytes(twoSpans) });
    expect(answer.status).toBe(200);
  }
});

const outside = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ internal, family }) => !internal && family === 'IPv4');

test.runIf(outside.length > 0)('other machines cannot connect (T4)', async () => {
  const { port } = await openCollector();
  for (const { address } of outside)
    await expect(post({ port, host: address, body: jsonBytes(twoSpans) })).rejects.toThrow('ECONNREFUSED');
});

test('valid spans beside bad ones are kept, and the bad ones counted with their reason', async () => {
  const collector = await openCollector();
  const good = spanJson({ id: 7 });
  const payload = {
    resourceSpans: [
      resourceJson('shop', [
        { ...good, traceId: '' },
        { ...good, traceId: '0'.repeat(32) },
        good,
        { ...good, spanId: 'xyz' },
        { ...good, spanId: spanId(8), startTimeUnixNano: 'abc' },
      ]),
    ],
  };
  const answer = await post({ port: collector.port, body: jsonBytes(payload) });
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body.toString())).toMatchObject({ partialSuccess: { rejectedSpans: '4' } });
  expect(await collector.stats()).toMatchObject({
    received: 5,
    stored: 1,
    rejected: { 'trace-id': 2, 'span-id': 1, 'malformed-span': 1 },
  });
  expect(await collector.list({ limit: 10 })).toHaveLength(1);
});

test('every span has a fate: received = stored + duplicate + rejected', async () => {
  const collector = await openCollector();
  const again = exportJson({ service: 'shop', spans: [{ id: 1, name: 'GET /orders' }, { id: 3 }, { id: 3 }] });
  const bad = { resourceSpans: [resourceJson('shop', [spanJson({ id: 4 }), { name: 'no IDs' }])] };
  for (const payload of [twoSpans, twoSpans, again, bad])
    expect((await post({ port: collector.port, body: jsonBytes(payload) })).status).toBe(200);
  const { received, stored, duplicate, rejected } = await collector.stats();
  expect({ received, stored, duplicate, rejected }).toEqual({
    received: 9,
    stored: 4,
    duplicate: 4,
    rejected: { 'trace-id': 1 },
  });
});

test('metrics are taken, thrown away and counted; logs are kept', async () => {
  const collector = await openCollector();
  for (const path of ['/v1/logs', '/v1/metrics', '/v1/metrics']) {
    const answer = await post({ port: collector.port, path, body: Buffer.from('{}') });
    expect([answer.status, answer.body.toString()]).toEqual([200, '{}']);
  }
  expect((await collector.stats()).ignoredRequests).toEqual({ metrics: 2 });
});

test.each<[string, number, { body: Buffer; headers?: Record<string, string> }]>([
  ['empty JSON (J01)', 400, { body: Buffer.alloc(0) }],
  ['null (J03)', 400, { body: Buffer.from('null') }],
  ['a list (J03)', 400, { body: Buffer.from('[]') }],
  ['a string (J03)', 400, { body: Buffer.from('"x"') }],
  ['a number (J03)', 400, { body: Buffer.from('1') }],
  ['{} (J02)', 200, { body: Buffer.from('{}') }],
  ['an empty protobuf (P01)', 200, { body: Buffer.alloc(0), headers: PROTOBUF }],
  ['JSON labelled protobuf (P16)', 400, { body: jsonBytes(twoSpans), headers: PROTOBUF }],
  ['protobuf labelled JSON (P16)', 400, { body: protoBytes(twoSpans) }],
  ['a login page (P16)', 400, { body: Buffer.from('<!doctype html><title>Log in</title>') }],
  ['plain declared gzip (H04)', 400, { body: jsonBytes(twoSpans), headers: { 'content-encoding': 'gzip' } }],
  ['gzip not declared (H04)', 400, { body: gzipSync(jsonBytes(twoSpans)) }],
  [
    'truncated gzip (H04)',
    400,
    { body: gzipSync(jsonBytes(twoSpans)).subarray(0, -9), headers: { 'content-encoding': 'gzip' } },
  ],
  [
    'gzip in two members (H04)',
    200,
    {
      body: Buffer.concat([gzipSync('{"resourceSpans"'), gzipSync(':[]}')]),
      headers: { 'content-encoding': 'gzip' },
    },
  ],
  ['identity (H06)', 200, { body: jsonBytes(twoSpans), headers: { 'content-encoding': 'identity' } }],
  ['brotli (H06)', 415, { body: jsonBytes(twoSpans), headers: { 'content-encoding': 'br' } }],
  ['chained gzip (H06)', 415, { body: jsonBytes(twoSpans), headers: { 'content-encoding': 'gzip, gzip' } }],
  ['no content type (H03)', 415, { body: jsonBytes(twoSpans), headers: { 'content-type': '' } }],
  ['text (H03, T1)', 415, { body: jsonBytes(twoSpans), headers: { 'content-type': 'text/plain' } }],
  ['UTF-16 (H03)', 415, { body: jsonBytes(twoSpans), headers: { 'content-type': 'application/json; charset=utf-16' } }],
  ['upper case (H03)', 200, { body: jsonBytes(twoSpans), headers: { 'content-type': 'APPLICATION/JSON' } }],
])('%s is answered %i', async (_what, status, sent) => {
  const collector = await openCollector();
  const answer = await post({ port: collector.port, ...sent });
  expect(answer.status).toBe(status);
  const { stored, refusedRequests } = await collector.stats();
  if (status === 200) expect(refusedRequests).toEqual({});
  else {
    expect(stored).toBe(0);
    expect(Object.values(refusedRequests)).toEqual([1]);
    expect(answer.body.length).toBeGreaterThan(10);
  }
});

test.each([
  ['GET', 405],
  ['PUT', 405],
  ['DELETE', 405],
  ['OPTIONS', 405],
  ['HEAD', 405],
  ['TRACE', 405],
  ['PATCH', 405],
])('%s is answered %i (H01)', async (method, status) => {
  const { port } = await openCollector();
  const answer = await post({ port, method, body: Buffer.alloc(0) });
  expect([answer.status, answer.headers['allow']]).toEqual([status, 'POST']);
});

test.each(['/', '//v1/traces', '/v1/traces/', '/%2e%2e/', '/v1', '/api/traces', '/v1/traces/abc'])(
  '%s is answered 404 (H02)',
  async (path) => {
    const { port } = await openCollector();
    expect((await post({ port, path, body: jsonBytes(twoSpans) })).status).toBe(404);
  },
);

test('a page cannot send, ask or read, unless this machine serves it (T1, T2)', async () => {
  const collector = await openCollector();
  const { port } = collector;
  for (const origin of ['https://attacker.example', 'null', 'vscode-webview://x', 'http://localhost.evil']) {
    for (const method of ['POST', 'GET', 'OPTIONS']) {
      for (const path of ['/v1/traces', '/v1/logs', '/']) {
        const headers = { origin, 'access-control-request-method': 'POST' };
        const answer = await post({ port, method, path, headers, body: jsonBytes(twoSpans) });
        expect(answer.status).toBe(403);
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      }
    }
  }
  expect(await collector.list({ limit: 10 })).toEqual([]);
  expect((await collector.stats()).refusedRequests).toEqual({ origin: 36 });
});

test('a page of this machine gets its preflight answered and may send', async () => {
  const { port } = await openCollector();
  const origin = 'http://localhost:3000';
  const asked = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,x-team',
    'access-control-request-private-network': 'true',
    'content-type': '',
  };
  const preflight = await post({ port, method: 'OPTIONS', headers: asked, body: Buffer.alloc(0) });
  expect(preflight.status).toBe(204);
  expect(preflight.headers).toMatchObject({
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type,x-team',
    'access-control-allow-private-network': 'true',
    vary: 'Origin',
  });
  expect(preflight.headers['access-control-allow-credentials']).toBeUndefined();
  const sent = await post({ port, headers: { origin }, body: jsonBytes(twoSpans) });
  expect([sent.status, sent.headers['access-control-allow-origin']]).toEqual([200, origin]);
});

test('a name that was rebound to this machine is refused (T3)', async () => {
  const { port } = await openCollector();
  for (const host of ['attacker.example', `127.attacker.example:${port}`, 'localhost.attacker.example']) {
    expect((await post({ port, headers: { host }, body: jsonBytes(twoSpans) })).status).toBe(421);
  }
  const docker = await post({ port, headers: { host: 'host.docker.internal' }, body: jsonBytes(twoSpans) });
  expect(docker.status).toBe(200);
});

test('changes are told at most four times a second, with what changed', async () => {
  const collector = await openCollector();
  for (let i = 1; i <= 20; i++)
    await post({ port: collector.port, body: jsonBytes(exportJson({ service: 's', spans: [{ trace: i }] })) });
  await expect.poll(() => new Set(collector.events.changed.flatMap(({ traceIds }) => traceIds)).size).toBe(20);
  expect(collector.events.changed.length).toBeLessThan(6);
});

test('stopped, it refuses connections; started again, it takes the same port', async () => {
  const collector = await openCollector();
  const { port } = collector;
  expect(await collector.stop()).toEqual({ state: 'off' });
  await expect(post({ port, body: jsonBytes(twoSpans) })).rejects.toThrow('ECONNREFUSED');
  expect(await collector.start({ port })).toMatchObject({ state: 'on', port });
  expect((await post({ port, body: jsonBytes(twoSpans) })).status).toBe(200);
});
