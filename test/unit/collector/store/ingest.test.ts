import { assertNoPoisoning } from '@fast-check/poisoning';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { Payload } from '../../../../src/collector/store/ingest.ts';
import { exportJson, jsonBytes, protoBytes, traceId, type Batch } from '../support/payloads.ts';
import { keep, openStore } from '../support/openStore.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';
import { decodePayload } from '../../../../src/collector/decodePayload.ts';

function payload(...batches: readonly Batch[]): Payload {
  return { protobuf: protoBytes(exportJson(...batches)), rejected: [] };
}

test('several payloads in one transaction are each kept or refused for themselves', () => {
  const store = openStore();
  const good = payload({ service: 's', spans: [{ id: 1 }, { id: 2 }] });
  const overlapping = payload({ service: 's', spans: [{ id: 2 }, { id: 3 }] });
  const broken = {
    protobuf: Buffer.concat([payload({ service: 's', spans: [{ id: 4 }] }).protobuf, Buffer.of(0)]),
    rejected: [],
  };
  const rest = payload({ service: 's', spans: [{ id: 4 }] });
  const outcomes = store.ingest([good, broken, overlapping, rest]);
  expect(outcomes.map((outcome) => outcome.kept)).toEqual([true, false, true, true]);
  expect(outcomes[1]).toMatchObject({ problem: { code: 'malformed' } });
  // The span that came before the broken place was not kept, so it is new when it comes again.
  expect(store.stats()).toMatchObject({ received: 5, stored: 4, duplicate: 1, traces: 1 });
  expect(store.trace(traceId(1))).toHaveLength(3);
});

test('a transaction that fails leaves nothing behind, in the store or in memory', () => {
  const directory = temporaryDirectory();
  openStore(directory).close();
  // Stands for any failure halfway: chunks of seven spans cannot be written.
  const database = new DatabaseSync(join(directory, 'traces.db'));
  database.exec(`CREATE TRIGGER fail BEFORE INSERT ON chunk WHEN new.span_count = 7
                 BEGIN SELECT RAISE (ABORT, 'struck'); END`);
  database.close();
  const store = openStore(directory);
  const good = payload({ service: 's', spans: [{ id: 1, file: 'a.ts' }] });
  const fatal = payload({ service: 's', spans: [1, 2, 3, 4, 5, 6, 7].map((id) => ({ trace: 2, id, file: 'b.ts' })) });
  expect(() => store.ingest([good, fatal])).toThrow('struck');
  expect(store.stats()).toMatchObject({ received: 0, stored: 0, traces: 0 });
  expect(store.ingest([good])).toMatchObject([{ kept: true }]);
  expect(store.stats()).toMatchObject({ received: 1, stored: 1, duplicate: 0, traces: 1 });
  expect(store.latency([[store.codeSites(0)[0]!.id]], 0n)).toMatchObject([{ count: 1 }]);
});

test('more spans than a request may have are refused whole (T6, P14)', () => {
  const store = openStore();
  // ResourceSpans { ScopeSpans { spans: 120,000 empty ones } }
  const spans = Buffer.alloc(240_000);
  for (let i = 0; i < spans.length; i += 2) spans[i] = 0x12;
  const wrap = (tag: number, inner: Buffer): Buffer => {
    const length = [];
    for (let rest = inner.length; ; rest >>>= 7) {
      length.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
      if (rest <= 0x7f) break;
    }
    return Buffer.concat([Buffer.of(tag, ...length), inner]);
  };
  const [outcome] = store.ingest([{ protobuf: wrap(0x0a, wrap(0x12, spans)), rejected: [] }]);
  expect(outcome).toMatchObject({ kept: false, problem: { code: 'too-many' } });
  expect(store.stats().received).toBe(0);
});

test('hostile names are data (T9, J23, J25)', () => {
  const store = openStore();
  const names = [
    '__proto__',
    'constructor',
    'prototype',
    'hasOwnProperty',
    '',
    'a\u0000b',
    '\u202Eevil',
    'x'.repeat(1_000_000),
  ];
  keep(
    store,
    ...names.map((name, i) => ({ service: name, spans: [{ trace: i + 1, name, file: name, functionName: name }] })),
  );
  // What vitest and Node set up late is not ours.
  assertNoPoisoning({ ignoredRootRegex: /^(__vitest|Symbol|process|console)/ });
  const listed = store.list({ limit: 100 });
  expect(listed).toHaveLength(names.length);
  expect(listed.find((summary) => summary.traceId === traceId(1))).toMatchObject({
    rootName: '__proto__',
    services: ['__proto__'],
  });
  expect(listed.find((summary) => summary.traceId === traceId(6))?.rootName).toBe('a\u0000b');
  expect(listed.find((summary) => summary.traceId === traceId(8))?.rootName).toHaveLength(1000);
  expect(store.list({ limit: 100, service: 'constructor' })).toHaveLength(1);
});

test('times that do not fit are held back in the lists and kept in the bytes (P13, J18)', () => {
  const store = openStore();
  const span = (trace: number, start: string, end: string): object => ({
    traceId: traceId(trace),
    spanId: '00000000000000aa',
    startTimeUnixNano: start,
    endTimeUnixNano: end,
  });
  const max = String(2n ** 64n - 1n);
  const spans = [span(1, max, max), span(2, '0', max), span(3, '50', max), span(4, '0', '0'), span(5, '9', '3')];
  const sent = { resourceSpans: [{ scopeSpans: [{ spans }] }] };
  store.ingest([decodePayload('json', jsonBytes(sent))]);
  const byId = new Map(
    store.list({ limit: 10 }).map(({ traceId, startEpochNs, durationNs }) => [traceId, [startEpochNs, durationNs]]),
  );
  expect([...byId.keys()]).toEqual([1, 2, 3, 5, 4].map(traceId));
  const held = String(2n ** 63n - 1n);
  expect(byId.get(traceId(1))).toEqual([held, 0]);
  expect(byId.get(traceId(2))).toEqual([held, 0]);
  expect(byId.get(traceId(3))).toEqual(['50', Number.MAX_SAFE_INTEGER]);
  expect(byId.get(traceId(4))).toEqual(['0', 0]);
  expect(byId.get(traceId(5))).toEqual(['9', 0]);
  expect(Buffer.from(store.trace(traceId(1))[0]!).toString('hex')).toContain('39ffffffffffffffff');
});
