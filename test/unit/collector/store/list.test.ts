import { beforeAll, afterAll, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_CAP_BYTES, Store } from '../../../../src/collector/store/store.ts';
import type { TraceListQuery } from '../../../../src/core/protocol.ts';
import { keep } from '../support/openStore.ts';
import { EPOCH_NS, traceId } from '../support/payloads.ts';

let directory: string;
let store: Store;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'spanline-'));
  store = new Store({ directory, mode: 'write', capBytes: DEFAULT_CAP_BYTES });
  keep(
    store,
    { service: 'gateway', spans: [{ trace: 1, name: 'GET /orders', startNs: 1000, durationNs: 5_000_000 }] },
    { service: 'orders', spans: [{ trace: 1, id: 2, parent: 1, name: 'list', startNs: 1100, error: true }] },
    { service: 'gateway', spans: [{ trace: 2, name: 'POST /orders', startNs: 3000, durationNs: 1000 }] },
    { service: 'Größe_100%', spans: [{ trace: 3, name: 'ÄNDERN', startNs: 2000, durationNs: 10 }] },
    { service: ',', spans: [{ trace: 4, name: 'a"b\\c', startNs: 500, durationNs: 10 }] },
  );
});
afterAll(() => {
  store.close();
  rmSync(directory, { recursive: true });
});

function found(query: Partial<TraceListQuery>): readonly number[] {
  return store.list({ limit: 100, ...query }).map((summary) => Number.parseInt(summary.traceId.slice(2), 16));
}

test('newest start first, as many as asked for', () => {
  expect(found({})).toEqual([2, 3, 1, 4]);
  expect(found({ limit: 2 })).toEqual([2, 3]);
  expect(found({ limit: 0 })).toEqual([]);
});

test('a summary has its times exactly', () => {
  expect(store.list({ limit: 100 })[2]).toEqual({
    traceId: traceId(1),
    rootService: 'gateway',
    rootName: 'GET /orders',
    rootSpanId: expect.any(String),
    startEpochNs: String(EPOCH_NS + 1000n),
    durationNs: 5_000_000,
    spans: 2,
    errors: 1,
    services: ['gateway', 'orders'],
  });
});

test.each<[string, Partial<TraceListQuery>, readonly number[]]>([
  ['a service, also one below the root', { service: 'orders' }, [1]],
  ['a service is compared whole', { service: 'order' }, []],
  ['a service that looks like the list it is in', { service: ',' }, [4]],
  ['a service in any case', { service: 'Gateway' }, [2, 1]],
  ['a time', { fromEpochNs: String(EPOCH_NS + 1000n), toEpochNs: String(EPOCH_NS + 2000n) }, [3, 1]],
  ['an operation of the root', { operation: 'GET /orders' }, [1]],
  ['a quoted operation', { operation: 'a"b\\c' }, [4]],
  ['errors', { errorsOnly: true }, [1]],
  ['a duration', { minDurationNs: 1000 }, [2, 1]],
  ['text in an operation', { text: '/ORDERS' }, [2, 1]],
  ['text in a service', { text: 'gate' }, [2, 1]],
  ['text in other case than ASCII', { text: 'größe' }, [3]],
  ['text in other case than ASCII, in a name', { text: 'ändern' }, [3]],
  ['percent as itself', { text: '%' }, [3]],
  ['underscore as itself', { text: '_' }, [3]],
  ['a backslash and a quote as themselves', { text: 'a"b\\c' }, [4]],
  ['a trace ID', { text: traceId(3) }, [3]],
  ['the beginning of trace IDs, any case', { text: 'AB0000' }, [2, 3, 1, 4]],
  ['a beginning of none', { text: 'ab1' }, []],
  ['blanks around', { text: '  post ' }, [2]],
  ['empty text', { text: '' }, [2, 3, 1, 4]],
  ['all together', { text: 'orders', service: 'gateway', operation: 'GET /orders', errorsOnly: true }, [1]],
  ['SQL', { text: "' OR 1=1 --" }, []],
])('%s', (_what, query, traces) => {
  expect(found(query)).toEqual(traces);
});
