import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../src/backends/backend.ts';
import { BackendHttp } from '../../src/backends/http.ts';
import { JaegerLegacy } from '../../src/backends/jaegerLegacy.ts';
import { problemFrom } from '../unit/backends/problemFrom.ts';
import { startJaeger, type Jaeger } from '../support/servers/startJaeger.ts';
import { backendAt } from './support/backendAt.ts';
import { compareTrace } from './support/comparison.ts';
import { JAEGER_LEGACY_LOSSES } from './support/jaegerLegacyLosses.ts';
import { JAEGER_LOSSES } from './support/jaegerLosses.ts';
import { newRow, writeRow, type ResultRow } from './support/resultRow.ts';
import { SEARCH_CASES } from './support/searchCases.ts';
import { searchTraces } from './support/searchTraces.ts';
import { generatedTraces, send, shopTraces, type SentTraces } from './support/sentTraces.ts';
import { parseTraceId } from '../../src/core/ids.ts';

const signal = new AbortController().signal;
let jaeger: Jaeger;
let backend: Backend;
let generated: SentTraces;
let shop: SentTraces;
let row: ResultRow;

beforeAll(async () => {
  jaeger = await startJaeger();
  row = newRow('Jaeger', jaeger.version);
  backend = backendAt('jaeger', jaeger.queryUrl);
  generated = generatedTraces(Date.now());
  shop = shopTraces(Date.now());
  await send(generated, jaeger.otlpUrl);
  await send(shop, jaeger.otlpUrl);
});

afterAll(async () => {
  writeRow(row);
  await jaeger?.stop();
});

test('every trace comes back as it was sent, span by span', async () => {
  for (const sent of [generated, shop]) {
    for (const traceId of sent.traceIds) {
      row.spans += compareTrace(sent, traceId, await backend.getTrace(traceId, signal), JAEGER_LOSSES);
      row.traces++;
    }
  }
});

test('the legacy API gives the same traces, with what its JSON can carry', async () => {
  const http = new BackendHttp({
    label: 'Jaeger',
    base: { origin: jaeger.queryUrl, basePath: '' },
    credentials: async () => undefined,
  });
  const legacy = new JaegerLegacy(http);
  const row = newRow('Jaeger, legacy API', jaeger.version);
  for (const sent of [generated, shop]) {
    for (const traceId of sent.traceIds) {
      row.spans += compareTrace(sent, traceId, (await legacy.trace(traceId, signal))!, JAEGER_LEGACY_LOSSES);
      row.traces++;
    }
  }
  expect(new Set(await legacy.services(signal))).toEqual(new Set(await backend.services(signal)));
  writeRow(row);
});

test('services and operations', async () => {
  expect(await backend.services(signal)).toEqual(expect.arrayContaining(['gateway', 'orders', 'payment', 'shop-web']));
  expect((await backend.operations('payment', signal)).map(({ name }) => name)).toContain('POST /charge');
});

test.each(SEARCH_CASES)('search %s', async (text, found) => {
  const { ids, last } = await searchTraces(backend, text);
  expect(last).toMatchObject({ state: 'done' });
  expect(ids).toEqual(new Set(found.map((index) => generated.traceIds[index])));
  row.searches++;
});

describe('errors', () => {
  test('a trace that nobody sent', async () => {
    const problem = await problemFrom(backend.getTrace(parseTraceId('f'.repeat(32))!, signal));
    expect(problem.code).toBe('not-found');
    row.errors++;
  });

  test('a wrong base path', async () => {
    const wrong = backendAt('jaeger', `${jaeger.queryUrl}/nowhere`);
    expect((await problemFrom(wrong.services(signal))).message).toMatch(/base path|kind of the backend/);
    row.errors++;
  });

  test('the port of something else', async () => {
    const wrong = backendAt('jaeger', jaeger.otlpUrl);
    expect((await problemFrom(wrong.health(signal))).code).toBe('unsupported');
    row.errors++;
  });

  test('a server that has gone', async () => {
    const gone = await startJaeger();
    const backend = backendAt('jaeger', gone.queryUrl);
    expect((await backend.health(signal)).sentence).toContain('no services yet');
    await gone.stop();
    expect((await problemFrom(backend.services(signal))).code).toBe('unreachable');
    row.errors++;
  });

  test('no metrics store', async () => {
    const now = BigInt(Date.now()) * 1_000_000n;
    const range = { fromEpochNs: now - 3_600_000_000_000n, toEpochNs: now };
    expect((await problemFrom(backend.latency!.latency({ service: 'orders', range }, signal))).code).toBe('not-found');
    row.errors++;
  });
});
