import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ProtoReader } from '../../../src/core/formats/protoReader.ts';
import type { ReceiverOptions } from '../../../src/collector/receiver/receiverOptions.ts';
import { Refusal } from '../../../src/collector/receiver/refusal.ts';
import { memorySink } from './support/memorySink.ts';
import { openReceiver } from './support/openReceiver.ts';
import { post } from './support/post.ts';

/** A google.rpc.Status in protobuf: code = 1, message = 2. */
function readStatus(body: Uint8Array): { readonly code: number; readonly message: string } {
  const reader = new ProtoReader(body);
  let code = -1;
  let message = '';
  while (reader.next()) {
    if (reader.field === 1) code = reader.low;
    else if (reader.field === 2) message = Buffer.from(body.subarray(reader.start, reader.stop)).toString();
  }
  return { code, message };
}

const full = (): never => {
  throw new Refusal(503, 'disk-full', 'There is no space left.', { 'Retry-After': '5' });
};

interface Case {
  readonly what: string;
  readonly status: number;
  readonly code: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly path?: string;
  readonly method?: string;
  readonly before?: () => void;
  readonly options?: Partial<ReceiverOptions>;
  readonly retryAfter?: string;
}

const CASES: readonly Case[] = [
  { what: 'malformed', status: 400, code: 3, body: Buffer.from('nonsense') },
  { what: 'no token', status: 401, code: 16, options: { token: 'x'.repeat(16) } },
  { what: 'a foreign page', status: 403, code: 7, headers: { origin: 'http://evil.example' } },
  { what: 'another path', status: 404, code: 12, path: '/v1/profiles' },
  { what: 'another method', status: 405, code: 12, method: 'PUT' },
  { what: 'too large', status: 413, code: 8, body: Buffer.alloc(5000), options: { bodyBytes: 1000 } },
  {
    what: 'a bomb',
    status: 413,
    code: 8,
    body: gzipSync(Buffer.alloc(1e6)),
    headers: { 'content-encoding': 'gzip' },
    options: { bodyBytes: 10_000 },
  },
  { what: 'another coding', status: 415, code: 3, headers: { 'content-encoding': 'br' } },
  { what: 'a foreign name', status: 421, code: 7, headers: { host: 'evil.example' } },
  {
    what: 'no memory left',
    status: 503,
    code: 14,
    body: Buffer.alloc(5000),
    options: { inFlightBytes: 1000 },
    retryAfter: '1',
  },
  { what: 'a full disk', status: 503, code: 14, before: full, retryAfter: '5' },
  { what: 'a defect', status: 500, code: 13, before: () => JSON.parse('{') },
];

test.each(CASES)('$what is a Status in the encoding of the request, $status (H25)', async (of) => {
  for (const type of ['application/json', 'application/x-protobuf']) {
    const sink = memorySink(of.before ? { before: of.before } : {});
    const port = await openReceiver(sink, of.options);
    const answer = await post({
      port,
      body: of.body ?? Buffer.alloc(0),
      headers: { 'content-type': type, ...of.headers },
      ...(of.path === undefined ? {} : { path: of.path }),
      ...(of.method === undefined ? {} : { method: of.method }),
    });
    expect([answer.status, answer.headers['content-type'], answer.headers['retry-after']]).toEqual([
      of.status,
      type,
      of.retryAfter,
    ]);
    const status = type === 'application/json' ? JSON.parse(answer.body.toString()) : readStatus(answer.body);
    expect(status).toEqual({ code: of.code, message: expect.stringMatching(/^[A-Z].{10,}[.:]$|^[A-Z].{10,}$/) });
    expect(sink.refused).toHaveLength(1);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  }
});
