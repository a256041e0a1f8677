import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../../scripts/lib/freePort.mjs';
import { dumpOnFailure } from '../../support/dumpOnFailure.ts';
import { answerFileDialog } from '../../support/editor/answerFileDialog.ts';
import { startEditor, type EditorSession } from '../../support/editorSession.ts';
import { copyShop, type ShopCopy } from '../../support/shop/copyShop.ts';
import { runShop, type ShopRun } from '../../support/shop/runShop.ts';

/* What one takes out of a trace: a link that opens it again, and a file. */
let copy: ShopCopy;
let folder: string;
let session: EditorSession;
let shop: ShopRun;
let traceId: string;
dumpOnFailure(() => session);

beforeAll(async () => {
  copy = copyShop();
  folder = await mkdtemp(path.join(tmpdir(), 'spanline-export-'));
  const port = await freePort(24_518);
  session = await startEditor({
    name: 'out-of-it',
    workspace: copy.folder,
    settings: { 'spanline.receiver.port': port },
    // The panel has the whole width: no code beside it.
    viewport: { width: 1600, height: 900 },
  });
  await session.statusBar(`Traces: ${port}`).waitFor();
  shop = await runShop(copy.folder, port);
  traceId = shop.requests.find(({ endpoint }) => endpoint === '/refund')!.traceId;
});

afterAll(async () => {
  await session?.close();
  copy?.remove();
  await rm(folder, { recursive: true, force: true });
});

async function waterfall(): Promise<FrameLocator> {
  const frame = await session.webviewFrame(`Trace ${traceId.slice(0, 8)}`);
  await frame.getByRole('treeitem').first().waitFor();
  return frame;
}

test('a trace is exported to a file that opens again', async () => {
  await session.runCommand('Spanline: Open Trace...');
  await session.quickInput(traceId);
  const frame = await waterfall();
  await session.screenshot('whole-width');
  await frame.getByRole('button', { name: 'Copy and export' }).click();
  await frame.getByRole('menuitem', { name: /Export as OTLP JSON/ }).click();
  const file = path.join(folder, 'refund.json');
  await answerFileDialog(session, file);
  await expect
    .poll(() => readFile(file, 'utf8').catch(() => ''), { timeout: 15_000 })
    .toContain(`"traceId":"${traceId}"`);
});

test('a trace file opens, and its tab comes back after a reload', async () => {
  await session.runCommand('View: Close All Editors');
  await session.runCommand('Spanline: Open Trace File...');
  await answerFileDialog(session, path.join(folder, 'refund.json'));
  await (await waterfall()).getByText('refund.json').waitFor();
  await session.reload();
  await (await waterfall()).getByText('refund.json').waitFor();
});

test('a link opens the trace at its span', async () => {
  await session.runCommand('View: Close All Editors');
  const spanId = shop.log.find((line) => line.includes(`trace_id=${traceId}`))!.match(/span_id=([0-9a-f]{16})/)![1]!;
  await session.runCommand('Developer: Open URL');
  await session.quickInput(`code-oss://spanline.spanline/trace/${traceId}?span=${spanId}`);
  await session.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Open', exact: true }).click();
  const frame = await waterfall();
  await frame.getByText(spanId).first().waitFor();
});
