import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TraceId } from '../../src/core/ids.ts';
import { dumpOnFailure } from '../support/dumpOnFailure.ts';
import { startEditor, type EditorSession } from '../support/editorSession.ts';
import { startJaeger, type Jaeger } from '../support/servers/startJaeger.ts';
import { generatedTraces, send, shopTraces } from './support/sentTraces.ts';

/* Search and lookup by ID as a user does them, in a real VS Code against a real Jaeger. */
let folder: string;
let jaeger: Jaeger;
let session: EditorSession;
let checkout: TraceId;
dumpOnFailure(() => session);

beforeAll(async () => {
  jaeger = await startJaeger();
  const generated = generatedTraces(Date.now());
  checkout = generated.traceIds[0]!;
  await send(generated, jaeger.otlpUrl);
  await send(shopTraces(Date.now()), jaeger.otlpUrl);
  folder = await mkdtemp(path.join(tmpdir(), 'spanline-real-'));
  const time = new Date().toISOString();
  await writeFile(path.join(folder, 'app.log'), `${time} ERROR payment refused trace_id=${checkout}\n`);
  session = await startEditor({ name: 'realJaeger', workspace: folder });
});

afterAll(async () => {
  await session?.close();
  await jaeger?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a backend is added, tested and shown', async () => {
  await session.runCommand('Spanline: Add Backend...');
  await session.pick('Jaeger');
  await session.quickInput(jaeger.queryUrl);
  await session.pick('None');
  await session.quickInputWidget().getByText('A name for it').waitFor();
  await session.quickInput('Staging');
  await expect
    .poll(() => session.notifications(), { timeout: 15_000 })
    .toContainEqual(expect.stringMatching(/^Added\. .*Staging.*services/));
  await session.runCommand('Spanline: Focus on Backends View');
  await expect.poll(() => session.treeTexts('Backends')).toContainEqual(expect.stringMatching(/^Staging Jaeger · /));
});

test('hovering over an ID in a log says what the trace is', async () => {
  await session.runCommand('Notifications: Clear All Notifications');
  await session.openFile('app.log');
  const link = session.page.locator('.detected-link').filter({ hasText: checkout });
  await link.waitFor({ timeout: 15_000 });
  await link.hover();
  const hover = session.page.locator('.monaco-hover:visible').filter({ hasText: 'shop-web: POST /checkout' });
  await hover.waitFor({ timeout: 15_000 });
  // VS Code keeps the spaces of plain text together.
  expect((await hover.innerText()).replaceAll(/\s+/g, ' ')).toMatch(/250 ms · 5 spans · 3 errors · .* · in Staging/);
  await session.screenshot('hover');
});

test('a search finds the trace, and opens it', async () => {
  await session.runCommand('Spanline: Search Traces');
  const page = await session.webviewFrame('Search Traces');
  await page.getByTestId('search-text').fill('service:payment error last 1h');
  await page.getByTestId('search-text').press('Enter');
  const row = page.getByRole('row').filter({ hasText: 'POST /checkout' });
  await row.waitFor({ timeout: 15_000 });
  await session.screenshot('found');
  await row.dblclick();
  const waterfall = await session.webviewFrame(`Trace ${checkout.slice(0, 8)}`);
  await waterfall.getByRole('treeitem').first().waitFor();
  expect(await waterfall.getByRole('treeitem').count()).toBe(5);
});

test('completion knows the services of the backend', async () => {
  await session.runCommand('Spanline: Search Traces');
  const page = await session.webviewFrame('Search Traces');
  const box = page.getByTestId('search-text');
  await box.fill('');
  await box.pressSequentially('service:pay');
  await page.getByRole('option').filter({ hasText: 'payment' }).first().waitFor();
  await box.press('Tab');
  await expect.poll(() => box.inputValue()).toMatch(/^service:payment/);
});

test('a trace that nobody has is explained', async () => {
  await session.runCommand('Spanline: Open Trace...');
  await session.quickInput('f'.repeat(32));
  await expect
    .poll(() => session.notifications(), { timeout: 15_000 })
    .toContainEqual(
      expect.stringMatching(/was not found\. The local store does not have it\. Staging .*does not have trace/),
    );
});

test('no secret and no address of a trace is in the settings', async () => {
  const settings = await readFile(path.join(session.userDataDir, 'Machine', 'settings.json'), 'utf8');
  expect(JSON.parse(settings)['spanline.backends']).toEqual([
    { id: 'jaeger', kind: 'jaeger', label: 'Staging', url: jaeger.queryUrl },
  ]);
});
