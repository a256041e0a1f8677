import type { FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../../scripts/lib/freePort.mjs';
import { parseDuration } from '../../../src/core/parseDuration.ts';
import { formatDuration } from '../../../src/core/time.ts';
import { dumpOnFailure } from '../../support/dumpOnFailure.ts';
import { startEditor, type EditorSession } from '../../support/editorSession.ts';
import { copyShop, type ShopCopy } from '../../support/shop/copyShop.ts';
import { markedLine } from '../../support/shop/markedLine.ts';
import { runShop, type ShopRun } from '../../support/shop/runShop.ts';
import { percentile, storedDurations } from '../../support/storedDurations.ts';

/*
 * The main path as a user walks it, on the sample shop. The tests build on each other: a trace must have arrived before it can be
 * opened.
 */
const PRICING = 'orders/src/pricing.ts';

let copy: ShopCopy;
let session: EditorSession;
let port: number;
let shop: ShopRun;
dumpOnFailure(() => session);

const traceOf = (endpoint: string): string => shop.requests.find((request) => request.endpoint === endpoint)!.traceId;
const titleOf = (traceId: string): string => `Trace ${traceId.slice(0, 8)}`;

async function waterfall(traceId: string): Promise<FrameLocator> {
  const frame = await session.webviewFrame(titleOf(traceId));
  await frame.getByRole('treeitem').first().waitFor();
  return frame;
}

const selectedText = (frame: FrameLocator): Promise<string | null> =>
  frame.locator('[role=treeitem][aria-selected=true]').textContent();

beforeAll(async () => {
  copy = copyShop();
  port = await freePort(24_318);
  session = await startEditor({
    name: 'first-light',
    workspace: copy.folder,
    settings: { 'spanline.receiver.port': port, 'spanline.codeLens.minimumCount': 5 },
  });
});

afterAll(async () => {
  await session?.close();
  copy?.remove();
});

test('the receiver starts by itself in a project that uses OpenTelemetry, and the view says how to send', async () => {
  await session.statusBar(`Traces: ${port}`).waitFor();
  await session.runCommand('View: Show Spanline');
  await session.page.getByText('Waiting for the first trace').waitFor();
  await session.screenshot('waiting');
});

test('a live trace appears', async () => {
  shop = await runShop(copy.folder, port);
  await expect.poll(() => session.treeTexts('Traces'), { timeout: 15_000 }).toHaveLength(5);
  const rows = await session.treeTexts('Traces');
  expect(rows).toContainEqual(expect.stringMatching(/^gateway: GET \/checkout .*15 spans/));
  expect(rows.find((row) => row.startsWith('gateway: GET /refund'))).toMatch(/\d+ errors/);
});

test('its waterfall opens with the right rows', async () => {
  await session.treeRows('Traces').filter({ hasText: 'GET /checkout' }).click();
  const frame = await waterfall(traceOf('/checkout'));
  const rows = await frame.getByRole('treeitem').allTextContents();
  expect(rows).toHaveLength(15);
  expect(rows[0]).toMatch(/^gateway GET \/checkout/);
  expect(rows.some((row) => row.startsWith('orders calculate price'))).toBe(true);
  expect(rows.some((row) => row.startsWith('inventory reserve stock'))).toBe(true);
});

test('moving to a span reveals its source beside, Enter goes there', async () => {
  const frame = await waterfall(traceOf('/checkout'));
  const line = markedLine(copy.folder, PRICING, 'calculate price');
  const row = (await frame.getByRole('treeitem').allTextContents()).findIndex((text) =>
    text.startsWith('orders calculate price'),
  );
  await frame.getByRole('tree').focus();
  await session.page.keyboard.press('Home');
  for (let i = 0; i < row; i++) await session.page.keyboard.press('ArrowDown');
  await expect.poll(() => selectedText(frame)).toMatch(/^orders calculate price/);
  await expect.poll(() => session.lineShown('pricing.ts'), { timeout: 15_000 }).toBe(line);
  expect(await session.cursor()).toBeUndefined();
  await frame.getByText(`${PRICING}:${line}`).waitFor();
  await session.screenshot('waterfall-dark', 'readme');
  await session.setTheme('Light Modern');
  await session.screenshot('waterfall-light', 'readme');
  await session.setTheme('Default High Contrast');
  await session.screenshot('waterfall-hc', 'readme');
  await session.setTheme('Dark Modern');
  await frame.getByRole('tree').focus();
  await session.page.keyboard.press('Enter');
  await expect.poll(async () => (await session.cursor())?.line, { timeout: 15_000 }).toBe(line);
  expect(await session.activeEditorTitle()).toBe('pricing.ts');
});

/** The text rounds to three digits, half a percent at most; what it rounds is within one. */
function expectDuration(text: string, label: string, expectedNs: number): void {
  const shown = new RegExp(`${label} ([\\d.]+\\s\\S+)`).exec(text)?.[1];
  const shownNs = parseDuration(shown?.replaceAll(/\s/g, ' ') ?? '');
  expect(shownNs, `${label} in "${text}"`).toBeDefined();
  expect(Math.abs(shownNs! - expectedNs), `${label} in "${text}", stored ${expectedNs} ns`).toBeLessThanOrEqual(
    0.015 * expectedNs,
  );
}

test('latency stands above the function and is within 1 % of what the store holds', async () => {
  await session.openFile('inventory/src/stock.ts');
  const durations = storedDurations(session.userDataDir, 'look up stock');
  expect(durations).toHaveLength(12);
  const lens = session.page.locator('.codelens-decoration').getByText(`${durations.length} calls`);
  await lens.waitFor({ timeout: 30_000 });
  const text = (await lens.textContent())!;
  for (const p of [50, 95, 99]) expectDuration(text, `p${p}`, percentile(durations, p));
  await session.screenshot('latency-dark', 'readme');
  await lens.click();
  const rows = session.quickInputWidget().locator('.monaco-list-row');
  await rows.first().waitFor();
  expect(await rows.first().textContent()).toContain(formatDuration(durations.at(-1)!));
  await session.screenshot('function-traces');
  await session.page.keyboard.press('Escape');
});

test('while somebody types above it, the latency stays with its function', async () => {
  const gapPx = async (): Promise<number> => {
    const lens = await session.page.locator('.codelens-decoration').filter({ hasText: '12 calls' }).boundingBox();
    const code = await session.page
      .locator('.view-line')
      .filter({ hasText: 'export function lookUpStock' })
      .boundingBox();
    return code!.y - lens!.y;
  };
  const before = await gapPx();
  await session.openFile('inventory/src/stock.ts:1:1');
  for (let i = 0; i < 3; i++) await session.page.keyboard.press('Enter');
  await expect.poll(gapPx).toBe(before);
  await session.runCommand('File: Revert File');
  await expect.poll(gapPx).toBe(before);
});

test('the latency above functions can be switched off', async () => {
  await session.changeSettings({ 'spanline.codeLens.enabled': false });
  await expect.poll(() => session.page.locator('.codelens-decoration').filter({ hasText: 'calls' }).count()).toBe(0);
  await session.changeSettings({ 'spanline.codeLens.enabled': true });
  await session.page.locator('.codelens-decoration').filter({ hasText: 'calls' }).first().waitFor();
});

test('a pasted log line opens its trace at its span', async () => {
  const line = shop.log.find((text) => text.includes('refund') && text.includes(`trace_id=${traceOf('/refund')}`))!;
  await session.runCommand('Spanline: Open Trace...');
  await session.quickInput(line);
  const frame = await waterfall(traceOf('/refund'));
  const spanId = /span_id=([0-9a-f]{16})/.exec(line)![1]!;
  await frame.getByText(spanId).first().waitFor();
  await expect.poll(() => selectedText(frame)).toMatch(/refund/);
  await session.screenshot('failing-dark');
});

test('a trace ID printed in the terminal is a link that opens it', async () => {
  const traceId = traceOf('/report');
  await session.terminal(`echo "trace_id=${traceId.slice(0, 16)}""${traceId.slice(16)}"`);
  await expect.poll(() => session.terminalText()).toContain(`trace_id=${traceId}`);
  await session.followTerminalLink(traceId);
  const frame = await waterfall(traceId);
  await frame.getByRole('treeitem', { name: /^gateway fetch report/ }).waitFor();
});

test('an unknown ID gets the honest answer', async () => {
  await session.runCommand('Spanline: Open Trace...');
  await session.quickInput('deadbeefdeadbeefdeadbeefdeadbeef');
  await expect
    .poll(() => session.notifications(), { timeout: 15_000 })
    .toContain(
      'Trace deadbeefdeadbeefdeadbeefdeadbeef was not found. The local store does not have it. No backend is configured.',
    );
});

test('a reload keeps everything', async () => {
  const opened = await waterfall(traceOf('/report'));
  await opened.getByRole('tree').focus();
  await session.page.keyboard.press('Home');
  await session.page.keyboard.press('ArrowDown');
  await expect.poll(() => selectedText(opened)).toMatch(/^gateway fetch report/);
  await session.reload();
  await session.statusBar(`Traces: ${port}`).waitFor({ timeout: 60_000 });
  await session.runCommand('View: Show Spanline');
  await expect.poll(() => session.treeTexts('Traces'), { timeout: 30_000 }).toHaveLength(5);
  const frame = await waterfall(traceOf('/report'));
  expect(await selectedText(frame)).toMatch(/^gateway fetch report/);
});
