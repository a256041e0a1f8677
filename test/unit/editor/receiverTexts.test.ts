import { expect, test } from 'vitest';
import type { CollectorStats, ReceiverState } from '../../../src/core/protocol.ts';
import { stateText, statisticsText, statusText, tallyText } from '../../../src/editor/receiverTexts.ts';

const ON = { state: 'on', port: 4318, addresses: ['127.0.0.1', '[::1]'] } as const;

test.each<[ReceiverState, string, string]>([
  [{ state: 'off' }, '$(circle-slash) Traces: off', 'The receiver is off.'],
  [ON, '$(broadcast) Traces: 4318', 'Receiving OTLP over HTTP on 127.0.0.1 and [::1], port 4318.'],
  [
    { ...ON, grpc: { state: 'on', port: 4317, addresses: ['127.0.0.1'] } },
    '$(broadcast) Traces: 4318',
    'Receiving OTLP over HTTP on 127.0.0.1 and [::1], port 4318, and over gRPC on port 4317.',
  ],
  [
    { ...ON, grpc: { state: 'busy', port: 4317, by: 'otelcol (12)' } },
    '$(broadcast) Traces: 4318',
    'Receiving OTLP over HTTP on 127.0.0.1 and [::1], port 4318; not over gRPC, because port 4317 is taken by otelcol (12).',
  ],
  [
    { state: 'elsewhere', port: 4318 },
    '$(window) Traces: 4318',
    'Another window receives on port 4318. Its traces are shown here too, and this window takes over when that one closes.',
  ],
  [
    { state: 'busy', port: 4318, by: 'jaeger (77)' },
    '$(warning) Traces: port 4318 busy',
    'Port 4318 is taken by jaeger (77). Stop that, or choose another port in spanline.receiver.port.',
  ],
])('%j', (state, status, text) => {
  expect(statusText(state)).toBe(status);
  expect(stateText(state)).toBe(text);
});

const STATS: CollectorStats = {
  received: 1234,
  stored: 1000,
  duplicate: 200,
  rejected: { 'span-id': 34 },
  evicted: { size: 10 },
  refusedRequests: { host: 2 },
  ignoredRequests: { metrics: 3 },
  storesMovedAside: 0,
  damagedChunks: 0,
  traces: 7,
  storeBytes: 12 * 1_048_576,
};

test('the tally says what became of every span', () => {
  expect(tallyText(STATS, 1024 * 1_048_576)).toBe(
    '1,234 spans received · 1,000 stored · 200 duplicate · 34 rejected · 10 evicted. 7 traces in 12 MiB of 1,024 MiB.',
  );
});

test('damage is named where there is some', () => {
  const text = statisticsText({ ...STATS, storesMovedAside: 1, damagedChunks: 2 });
  expect(text).toContain('damaged stores moved aside: 1\ndamaged parts of traces passed over: 2\n');
});

test('the statistics name every counter', () => {
  expect(
    statisticsText({ ...STATS, logs: { received: 5, stored: 4, withoutTrace: 1, malformed: 0, evicted: 0 } }),
  ).toBe(
    [
      'received 1,234 spans',
      'stored 1,000, duplicate 200',
      'rejected: 34 (span-id)',
      'evicted: 10 (size)',
      'logs: received 5, stored 4, without a trace 1, malformed 0, evicted 0',
      'refused requests: 2 (host)',
      'ignored requests: 3 (metrics)',
      '7 traces in 12 MiB',
    ].join('\n'),
  );
});
