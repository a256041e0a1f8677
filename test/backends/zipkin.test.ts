import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../src/backends/backend.ts';
import { parseTraceId } from '../../src/core/ids.ts';
import { startCollector, type Collector } from '../support/servers/startCollector.ts';
import { startZipkin, type Zipkin } from '../support/servers/startZipkin.ts';
import { problemFrom } from '../unit/backends/problemFrom.ts';
import { backendAt } from './support/backendAt.ts';
import { compareTrace } from './support/comparison.ts';
import { newRow, writeRow, type ResultRow } from './support/resultRow.ts';
import { SEARCH_CASES } from './support/searchCases.ts';
import { searchTraces } from './support/searchTraces.ts';
import { generatedTraces, send, shopTraces, type SentTraces } from './support/sentTraces.ts';
import { ZIPKIN_LOSSES } from './support/zipkinLosses.ts';

const signal = new AbortController().signal;
let zipkin: Zipkin;
let collector: Collector;
let backend: Backend;
let generated: SentTraces;
let shop: SentTraces;
let row: ResultRow;

beforeAll(async () => {
  zipkin = await startZipkin();
  collector = await startCollector({ zipkin: zipkin.spansUrl });
  row = newRow('Zipkin', zipkin.version);
  backend = backendAt('zipkin', zipkin.queryUrl);
  generated = generatedTraces(Date.now());
  shop = shopTraces(Date.now());
  await send(generated, collector.otlpUrl);
  await send(shop, collector.otlpUrl);
});

afterAll(async () => {
  writeRow(row);
  await collector?.stop();
  await zipkin?.stop();
});

test('every trace comes back as the Collector tells it to Zipkin, span by span', async () => {
  for (const sent of [generated, shop]) {
    for (const traceId of sent.traceIds) {
      row.spans += compareTrace(sent, traceId, await backend.getTrace(traceId, signal), ZIPKIN_LOSSES);
      row.traces++;
    }
  }
});

test('services and operations', async () => {
  expect(await backend.services(signal)).toEqual(expect.arrayContaining(['gateway', 'orders', 'payment', 'shop-web']));
  expect((await backend.operations('payment', signal)).map(({ name }) => name)).toContain('post /charge');
});

test.each(SEARCH_CASES)('search %s', async (text, found) => {
  const { ids, last } = await searchTraces(backend, text);
  expect(last).toMatchObject({ state: 'done' });
  expect(ids).toEqual(new Set(found.map((index) => generated.traceIds[index])));
  row.searches++;
});

describe('errors', () => {
  test('a trace that nobody sent', async () => {
    expect((await problemFrom(backend.getTrace(parseTraceId('f'.repeat(32))!, signal))).code).toBe('not-found');
    row.errors++;
  });

  test('a wrong base path', async () => {
    const wrong = backendAt('zipkin', `${zipkin.queryUrl}/nowhere`);
    const problem = await problemFrom(wrong.getTrace(parseTraceId('f'.repeat(32))!, signal));
    expect(problem.code).not.toBe('not-found');
    row.errors++;
  });

  test('a server without search still has traces by ID', async () => {
    const closed = await startZipkin({ searchEnabled: false });
    try {
      const backend = backendAt('zipkin', closed.queryUrl);
      expect((await problemFrom(backend.services(signal))).message).toContain('zipkin');
      expect((await problemFrom(backend.getTrace(parseTraceId('f'.repeat(32))!, signal))).code).toBe('not-found');
    } finally {
      await closed.stop();
    }
    row.errors++;
  });
});
