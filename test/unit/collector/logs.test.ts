import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Refusal } from '../../../src/collector/receiver/refusal.ts';
import { memorySink } from './support/memorySink.ts';
import { openReceiver } from './support/openReceiver.ts';
import { post } from './support/post.ts';

const path = '/v1/logs';
const PROTOBUF = { 'content-type': 'application/x-protobuf' };
const body = Buffer.from('{"resourceLogs":[]}');

test('logs reach the store in any encoding, and nothing of them is taken for traces', async () => {
  const sink = memorySink();
  const port = await openReceiver(sink);
  for (const sent of [
    { body },
    { body: Buffer.from([10, 0]), headers: PROTOBUF },
    { body: gzipSync(body), headers: { 'content-encoding': 'gzip' } },
  ])
    expect((await post({ port, path, ...sent })).status).toBe(200);
  expect(sink.logs).toEqual([body, Buffer.from([10, 0]), body]);
  expect([sink.kept, sink.ignored, sink.refused]).toEqual([[], [], []]);
});

test('a partial success counts log records', async () => {
  const port = await openReceiver(memorySink({ rejected: [{ reason: 'trace-id', count: 2 }] }));
  const json = await post({ port, path, body });
  expect(JSON.parse(json.body.toString())).toEqual({
    partialSuccess: { rejectedLogRecords: '2', errorMessage: 'Log records refused: 2 (trace-id).' },
  });
  const proto = await post({ port, path, body: Buffer.alloc(0), headers: PROTOBUF });
  // partial_success = 1 { rejected_log_records = 1: 2, error_message = 2 }
  expect([proto.body[0], proto.body.subarray(2, 4)]).toEqual([10, Buffer.from([8, 2])]);
});

test('logs that cannot be kept now are asked for again', async () => {
  const before = (): never => {
    throw new Refusal(503, 'disk-full', 'There is no space left.', { 'Retry-After': '5' });
  };
  const sink = memorySink({ before });
  const answer = await post({ port: await openReceiver(sink), path, body });
  expect([answer.status, answer.headers['retry-after'], sink.refused]).toEqual([503, '5', ['disk-full']]);
});
