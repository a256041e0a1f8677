import { expect, test } from 'vitest';
import { decodeLogs } from '../../../../src/collector/decodeLogs.ts';
import type { Store } from '../../../../src/collector/store/store.ts';
import { splitLogsByTrace } from '../../../../src/core/formats/splitLogsByTrace.ts';
import { RECEIVER_LIMITS } from '../../../../src/core/formats/limits.ts';
import { EPOCH_NS, jsonBytes, spanId, traceId } from '../support/payloads.ts';
import { keep, openStore } from '../support/openStore.ts';

function record(trace: number | undefined, text: string): object {
  return {
    ...(trace !== undefined && { traceId: traceId(trace), spanId: spanId(1) }),
    timeUnixNano: String(EPOCH_NS),
    severityNumber: 17,
    severityText: 'ERROR',
    body: { stringValue: text },
    attributes: [{ key: 'n', value: { intValue: '9007199254740993' } }],
  };
}

function logs(...logRecords: readonly object[]): object {
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 's' } }] };
  return { resourceLogs: [{ resource, scopeLogs: [{ scope: { name: 'test' }, logRecords }] }] };
}

function keepLogs(store: Store, ...logRecords: readonly object[]) {
  return store.ingest([decodeLogs('json', jsonBytes(logs(...logRecords)))])[0]!;
}

/** The text of the logs of a trace. */
function textOf(store: Store, trace: number): string {
  return store
    .logsOf(traceId(trace))
    .map((bytes) => Buffer.from(bytes).toString('latin1'))
    .join('|');
}

test('logs are kept with the trace that they name, before or after its spans; the others are counted', () => {
  const store = openStore();
  const outcome = keepLogs(
    store,
    record(1, 'early'),
    record(2, 'other'),
    record(undefined, 'nobody'),
    record(1, 'again'),
  );
  expect(outcome).toMatchObject({ kept: true, rejected: [], traceIds: [traceId(1), traceId(2)], stored: 3 });
  keep(store, { service: 's', spans: [{ trace: 1 }] });
  keepLogs(store, record(1, 'late'));
  expect(store.logsOf(traceId(1))).toHaveLength(2);
  expect(textOf(store, 1)).toMatch(/early.*again.*\|.*late/s);
  expect(textOf(store, 1)).not.toMatch(/other|nobody/);
  expect(store.logsOf(traceId(3))).toEqual([]);
  expect(store.stats()).toMatchObject({
    received: 1,
    stored: 1,
    logs: { received: 5, stored: 4, withoutTrace: 1, malformed: 0, evicted: 0 },
  });
  // Each part is a LogsData of its own, resource and scope included.
  const [bytes] = store.logsOf(traceId(1));
  expect(textOf(store, 1)).toContain('service.name');
  expect(splitLogsByTrace(new Uint8Array(bytes!), RECEIVER_LIMITS)).toMatchObject({ received: 2, withoutTrace: 0 });
});

test('logs leave with their trace, and all when everything is deleted', () => {
  const store = openStore(undefined, 1024 * 1024);
  keepLogs(store, record(1, 'a'), record(1, 'b'));
  keep(store, { service: 's', spans: [{ trace: 1, name: 'x'.repeat(8000) }] });
  for (let trace = 2; trace < 200; trace++) keep(store, { service: 's', spans: [{ trace, name: 'x'.repeat(8000) }] });
  expect(store.trace(traceId(1))).toEqual([]);
  expect(store.logsOf(traceId(1))).toEqual([]);
  expect(store.stats().logs).toMatchObject({ stored: 2, evicted: 2 });
  keepLogs(store, record(199, 'c'));
  store.clear();
  expect(store.logsOf(traceId(199))).toEqual([]);
  expect(store.stats().logs).toMatchObject({ stored: 3, evicted: 3 });
});

test('logs of traces that never come are bounded, the oldest leave first', () => {
  const capBytes = 1024 * 1024;
  const store = openStore(undefined, capBytes);
  keep(store, { service: 's', spans: [{ trace: 1 }] });
  for (let trace = 1000; trace < 1100; trace++) keepLogs(store, record(trace, 'x'.repeat(5000)));
  expect(store.trace(traceId(1))).toHaveLength(1);
  expect(store.logsOf(traceId(1000))).toEqual([]);
  expect(store.logsOf(traceId(1099))).toHaveLength(1);
  const { evicted } = store.stats().logs!;
  expect(evicted).toBe(100 - Math.floor(capBytes / 8 / store.logsOf(traceId(1099))[0]!.byteLength));
});

test('a record that cannot be read is told to its sender, and costs no other', () => {
  const store = openStore();
  const outcome = keepLogs(store, { ...record(1, 'a'), timeUnixNano: 'noon' }, record(1, 'b'));
  expect(outcome).toMatchObject({ kept: true, stored: 1, rejected: [{ reason: 'malformed-span', count: 1 }] });
  expect(store.stats().logs).toMatchObject({ received: 2, stored: 1, malformed: 1 });
  // A LogRecord that ends in the middle of a field.
  const protobuf = Buffer.from('0a06120412020a7f', 'hex');
  expect(store.ingest([{ signal: 'logs', protobuf, rejected: [] }])).toMatchObject([
    { kept: true, rejected: [{ reason: 'malformed-span', count: 1 }] },
  ]);
});

test('what is no logs payload is refused whole', () => {
  const store = openStore();
  expect(() => decodeLogs('json', Buffer.from('[1]'))).toThrow('resourceLogs');
  expect(() => decodeLogs('json', Buffer.from('{"resourceLogs": [{'))).toThrow();
  expect(store.ingest([{ signal: 'logs', protobuf: Buffer.of(0x0a, 9), rejected: [] }])).toMatchObject([
    { kept: false, problem: { code: 'malformed' } },
  ]);
  expect(store.stats().logs).toMatchObject({ received: 0 });
});
