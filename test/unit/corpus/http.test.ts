import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { HTTP_BODIES } from '../../support/corpus/httpBodies.ts';
import { accounts, answersNext, nothingIsPoisoned, readBack, SLACK } from '../../support/corpus/oracle.ts';
import { exchange, statusesIn } from '../collector/support/exchange.ts';
import { openCollector } from '../collector/support/openCollector.ts';
import { exportJson, jsonBytes } from '../collector/support/payloads.ts';
import { post } from '../collector/support/post.ts';

/** A request of security.md 3.3: what is not said is as a good sender has it. */
interface HttpRow {
  readonly id: string;
  readonly slug: string;
  readonly method?: string;
  readonly hosts?: readonly string[];
  /** null sends none. */
  readonly contentType?: string | null;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  readonly expect: { readonly status: number; readonly reason?: string; readonly stored: number };
  readonly maxMs: number;
}

const ROWS = JSON.parse(
  readFileSync(new URL('../../corpus/http/manifest.json', import.meta.url), 'utf8'),
) as readonly HttpRow[];

/** The bytes of a request, so that no client mends what is wrong with it. */
function bytesOf({
  method = 'POST',
  hosts = ['localhost'],
  contentType,
  headers = [],
  body = 'json',
}: HttpRow): Buffer {
  const content = HTTP_BODIES[body]!;
  const type = contentType === undefined ? 'application/json' : contentType;
  const lines = [
    `${method} /v1/traces HTTP/1.1`,
    ...hosts.map((host) => `Host: ${host}`),
    ...(type === null ? [] : [`Content-Type: ${type}`]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${content.length}`,
    'Connection: close',
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), content]);
}

afterEach(nothingIsPoisoned);

test.for(ROWS)('$id $slug', async (row) => {
  const collector = await openCollector();
  const start = performance.now();
  const received = await exchange(collector.port, bytesOf(row));
  expect(performance.now() - start).toBeLessThan(row.maxMs * SLACK);
  const { status, reason, stored } = row.expect;
  expect(statusesIn(received)).toEqual([status]);
  // Whoever asks, no answer has a trace in it, and none lets foreign pages read it.
  expect(received).not.toContain('operation');
  expect(received).not.toMatch(/access-control-allow-origin: (?:\*|null|.*(?:evil|attacker))/i);
  const stats = await accounts(collector);
  expect(stats).toMatchObject({ received: stored, stored });
  expect(stats.refusedRequests).toEqual(reason === undefined ? {} : { [reason]: 1 });
  await readBack(collector);
  await answersNext(collector);
});

function goodRequest(id: number, headers = ''): string {
  const body = jsonBytes(exportJson({ service: 'shop', spans: [{ id }] })).toString();
  return `POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
}

test(
  'H13: 1,000 pipelined requests with bad ones between are each answered in order',
  { timeout: 30_000 },
  async () => {
    const collector = await openCollector();
    const requests = Array.from({ length: 1000 }, (_, i) =>
      i % 10 === 3
        ? goodRequest(i).replace('/v1/traces', '/nowhere')
        : goodRequest(i + 1, i === 999 ? 'Connection: close\r\n' : ''),
    );
    const statuses = statusesIn(await exchange(collector.port, requests.join(''), 20_000));
    expect(statuses).toEqual(Array.from({ length: 1000 }, (_, i) => (i % 10 === 3 ? 404 : 200)));
    expect(await accounts(collector)).toMatchObject({ stored: 900, refusedRequests: { path: 100 } });
    await readBack(collector);
    await answersNext(collector);
  },
);

test('H12: a client that resets after it sent, and sends again, has its spans once', async () => {
  const collector = await openCollector();
  const socket = connect(collector.port, '127.0.0.1');
  await once(socket, 'connect');
  await new Promise((resolve) => socket.write(goodRequest(1), resolve));
  await expect.poll(async () => (await collector.stats()).stored).toBe(1);
  socket.resetAndDestroy();
  const retry = jsonBytes(exportJson({ service: 'shop', spans: [{ id: 1 }] }));
  expect((await post({ port: collector.port, body: retry })).status).toBe(200);
  expect(await accounts(collector)).toMatchObject({ received: 2, stored: 1, duplicate: 1 });
  await readBack(collector);
  await answersNext(collector);
});

test('H12: a client that closes its half still gets its answer', async () => {
  const collector = await openCollector();
  const socket = connect({ port: collector.port, host: '127.0.0.1', allowHalfOpen: true });
  let received = '';
  socket.on('data', (part: Buffer) => (received += part.toString('latin1')));
  socket.end(goodRequest(1));
  await once(socket, 'close');
  expect(statusesIn(received)).toEqual([200]);
  expect(await accounts(collector)).toMatchObject({ stored: 1 });
  await answersNext(collector);
});
