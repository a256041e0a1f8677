import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { assertNoPoisoning } from '@fast-check/poisoning';
import { expect } from 'vitest';
import { FILE_LIMITS } from '../../../src/core/formats/limits.ts';
import type { CollectorStats } from '../../../src/core/protocol.ts';
import { readTraces, type ReadTraces } from '../../../src/parser/readTraces.ts';
import type { OpenCollector } from '../../unit/collector/support/openCollector.ts';
import { exportJson, jsonBytes } from '../../unit/collector/support/payloads.ts';
import { post } from '../../unit/collector/support/post.ts';

/** A shared machine is slower at times; the figures in manifests are a quiet one's. */
export const SLACK = 5;
const NEXT_MS = 200;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Of the whole process, once what is not used is gone. */
export function residentMiB(): number {
  collectGarbage();
  return process.memoryUsage.rss() / 2 ** 20;
}

const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** received = stored + duplicate + rejected; gives what was counted. */
export async function accounts(collector: OpenCollector): Promise<CollectorStats> {
  const stats = await collector.stats();
  expect(stats.received).toBe(stats.stored + stats.duplicate + sumOf(stats.rejected));
  return stats;
}

/** Reads every stored trace as the waterfall does; stored = readable + evicted. */
export async function readBack(collector: OpenCollector): Promise<ReadTraces['traces']> {
  const listed = await collector.list({ limit: 10_000 });
  const traces = [];
  for (const { traceId, spans } of listed) {
    const chunks = await collector.trace({ traceId });
    const read = readTraces(
      chunks.map((chunk) => new Uint8Array(chunk)),
      'otlp-protobuf',
      FILE_LIMITS,
    );
    expect(read).toMatchObject({ rejected: [], notes: [] });
    expect(read.traces.map(({ header }) => [header.traceId, header.count])).toEqual([[traceId, spans]]);
    traces.push(...read.traces);
  }
  const { stored, evicted } = await collector.stats();
  expect(traces.reduce((sum, { header }) => sum + header.count, 0) + sumOf(evicted)).toBe(stored);
  return traces;
}

/** The collector takes the next good span as if nothing had been. */
export async function answersNext(collector: OpenCollector): Promise<void> {
  const before = (await collector.stats()).stored;
  const body = jsonBytes(exportJson({ service: 'next', spans: [{ trace: 0xeee, id: before + 1 }] }));
  const start = performance.now();
  expect((await post({ port: collector.port, body })).status).toBe(200);
  expect(performance.now() - start).toBeLessThan(NEXT_MS * SLACK);
  expect((await collector.stats()).stored).toBe(before + 1);
}

/** Vitest keeps its own state in globals. */
export function nothingIsPoisoned(): void {
  assertNoPoisoning({ ignoredRootRegex: /^(__vitest|Symbol|gc$)/ });
}
