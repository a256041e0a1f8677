import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dumpOnFailure } from '../support/dumpOnFailure.ts';
import { startEditor, type EditorSession } from '../support/editorSession.ts';
import { startCollector, type Collector } from '../support/servers/startCollector.ts';
import { startJaeger, type Jaeger } from '../support/servers/startJaeger.ts';
import { startPrometheus, type Prometheus } from '../support/servers/startPrometheus.ts';
import { send, shopTraces } from './support/sentTraces.ts';

/* Latency that only backends know, above the code: a real VS Code, a real Jaeger with span metrics in a real Prometheus. */
let folder: string;
let collector: Collector;
let prometheus: Prometheus;
let jaeger: Jaeger;
let session: EditorSession;
dumpOnFailure(() => session);

beforeAll(async () => {
  collector = await startCollector({ spanMetrics: { flushIntervalMs: 1000 } });
  prometheus = await startPrometheus({ scrape: [collector.metricsUrl!], scrapeIntervalMs: 300 });
  jaeger = await startJaeger({ prometheusUrl: prometheus.queryUrl, metricsUnit: 'ms' });
  for (let round = 0; round < 2; round++) {
    const sent = shopTraces(Date.now());
    await send(sent, collector.otlpUrl);
    await send(sent, jaeger.otlpUrl);
    await new Promise((resolve) => {
      setTimeout(resolve, 3000);
    });
  }
  folder = await mkdtemp(path.join(tmpdir(), 'spanline-latency-'));
  await writeFile(
    path.join(folder, 'server.ts'),
    "import express from 'express';\n\nconst app = express();\n\napp.post('/orders/:id', (request, response) => {\n  response.end();\n});\n",
  );
  session = await startEditor({
    name: 'latency',
    workspace: folder,
    settings: {
      'spanline.codeLens.minimumCount': 1,
      'spanline.receiver.autoStart': 'never',
      'spanline.backends': [
        { id: 'staging', kind: 'jaeger', label: 'Staging', url: jaeger.queryUrl },
        { id: 'metrics', kind: 'prometheus', label: 'Metrics', url: prometheus.queryUrl },
      ],
    },
  });
});

afterAll(async () => {
  await session?.close();
  await jaeger?.stop();
  await prometheus?.stop();
  await collector?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('where the local store has nothing, the backend that counted most speaks, by name', async () => {
  await session.openFile('server.ts');
  const lens = session.page.locator('.codelens-decoration').filter({ hasText: /p95 .* · (Staging|Metrics)$/ });
  await lens.waitFor({ timeout: 60_000 });
  expect(await lens.textContent()).toMatch(/p95 \S+ \S+ · .*\d+ calls? · /);
  await session.screenshot('backend-latency');
});

test('the hover tells what each of them counted', async () => {
  await session.page
    .locator('.view-line')
    .filter({ hasText: "app.post('/orders/:id'" })
    .locator('span span')
    .nth(2)
    .hover();
  const hover = session.page.locator('.monaco-hover:visible').filter({ hasText: 'of the last hour' });
  await hover.waitFor({ timeout: 15_000 });
  const text = (await hover.textContent())!.replaceAll('\u00a0', ' ');
  expect(text).toMatch(/Metrics, POST \/orders\/:id: p50/);
});

test('a click searches the traces that the backend has', async () => {
  await session.page.keyboard.press('Escape');
  await session.page.locator('.codelens-decoration').filter({ hasText: /p95/ }).locator('a').click();
  const page = await session.webviewFrame('Search Traces');
  await expect
    .poll(() => page.getByTestId('search-text').inputValue())
    .toBe('service:"orders" operation:"POST /orders/:id"');
  await page.getByRole('row').filter({ hasText: '/checkout' }).first().waitFor({ timeout: 15_000 });
});
