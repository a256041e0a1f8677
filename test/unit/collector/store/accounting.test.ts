import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Clocks } from '../../../../src/collector/store/ageClock.ts';
import { TRACE_OVERHEAD_BYTES } from '../../../../src/collector/store/schema.ts';
import { Store } from '../../../../src/collector/store/store.ts';
import { exportJson, protoBytes, spanJson, resourceJson, type SpanSpec } from '../support/payloads.ts';
import { decodePayload } from '../../../../src/collector/decodePayload.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

const HOUR_MS = 3_600_000;
const MAX_AGE_MS = 10 * HOUR_MS;
/** Room for some ten traces besides the tables themselves. */
const CAP_BYTES = 500_000;

const span = fc.record({
  trace: fc.integer({ min: 1, max: 30 }),
  id: fc.integer({ min: 1, max: 4 }),
  name: fc.constantFrom('short', 'x'.repeat(20_000)),
  file: fc.constantFrom('a.ts', 'b.ts'),
});

type Step =
  | { readonly do: 'keep'; readonly service: string; readonly spans: readonly SpanSpec[]; readonly bad: number }
  | { readonly do: 'broken' | 'clear' | 'reopen' | 'two' }
  | { readonly do: 'wait'; readonly hours: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('keep' as const),
      service: fc.constantFrom('a', 'b', 'c'),
      spans: fc.array(span, { minLength: 1, maxLength: 6 }),
      bad: fc.nat(2),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('broken' as const, 'clear' as const, 'reopen' as const, 'two' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 6 }) }) },
);

test('every span has a fate, whatever happens', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
      const directory = temporaryDirectory();
      let nowMs = Date.now();
      const clocks: Clocks = { wallMs: () => nowMs, monotonicMs: () => nowMs };
      const open = (): Store =>
        new Store({ directory, mode: 'write', capBytes: CAP_BYTES, maxAgeMs: MAX_AGE_MS, clocks });
      let store = open();
      // The model: what was sent, and what the answers said became of it.
      let sent = 0;
      let stored = 0;
      let duplicate = 0;
      let bad = 0;
      const keep = (payload: Parameters<Store['ingest']>[0][number]): void => {
        const [outcome] = store.ingest([payload]);
        if (!outcome?.kept) throw new Error('It was not kept.');
        stored += outcome.stored;
        duplicate += outcome.duplicate;
      };
      for (const one of steps) {
        switch (one.do) {
          case 'keep': {
            const spans = one.spans.map(spanJson);
            const bads = Array.from({ length: one.bad }, () => ({ ...spanJson({}), traceId: 'zz' }));
            keep(
              decodePayload(
                'json',
                Buffer.from(JSON.stringify({ resourceSpans: [resourceJson(one.service, [...spans, ...bads])] })),
              ),
            );
            sent += spans.length + bads.length;
            bad += bads.length;
            break;
          }
          case 'broken':
            // What cannot be read at all is a refused request, and no span of it counts.
            expect(store.ingest([{ protobuf: Buffer.of(0x0a, 0x7f), rejected: [] }])).toMatchObject([{ kept: false }]);
            break;
          case 'two': {
            const other = open();
            other
              .ingest([
                { protobuf: protoBytes(exportJson({ service: 'd', spans: [{ trace: 99, id: 99 }] })), rejected: [] },
              ])
              .forEach((outcome) => {
                if (!outcome.kept) throw new Error('It was not kept.');
                stored += outcome.stored;
                duplicate += outcome.duplicate;
              });
            sent++;
            other.close();
            break;
          }
          case 'clear':
            store.clear();
            break;
          case 'reopen':
            store.close();
            store = open();
            break;
          case 'wait':
            nowMs += one.hours * HOUR_MS;
            store.makeRoom();
            break;
        }
        const stats = store.stats();
        expect(stats).toMatchObject({ received: sent, stored, duplicate });
        expect(stats.rejected['trace-id'] ?? 0).toBe(bad);
        expect(stats.received).toBe(stats.stored + stats.duplicate + bad);
        const readable = store.list({ limit: 1000 }).reduce((sum, { spans }) => sum + spans, 0);
        const evicted = Object.entries(stats.evicted);
        expect(stats.stored).toBe(readable + evicted.reduce((sum, [, count]) => sum + count, 0));
        for (const [reason] of evicted) expect(['size', 'age', 'cleared']).toContain(reason);
        expect(stats.storeBytes).toBeLessThanOrEqual(CAP_BYTES);
        const traces = new Set(store.list({ limit: 1000 }).map(({ traceId }) => traceId));
        const sites = store.codeSites(0).map(({ id }) => id);
        for (const { traceId } of store.exemplars(sites, 'slowest', 100)) expect(traces.has(traceId)).toBe(true);
      }
      store.close();
      expectServiceBytes(directory);
    }),
    { numRuns: 40 },
  );
});

/** What the store believes its services hold is what they hold. */
function expectServiceBytes(directory: string): void {
  const database = new DatabaseSync(join(directory, 'traces.db'), { readOnly: true });
  const believed = database.prepare('SELECT name, bytes FROM service WHERE bytes <> 0 ORDER BY name').all();
  const held = database
    .prepare('SELECT head_service AS name, sum(chunk_bytes + ?) AS bytes FROM trace GROUP BY name ORDER BY name')
    .all(TRACE_OVERHEAD_BYTES);
  database.close();
  expect(believed).toEqual(held);
}
