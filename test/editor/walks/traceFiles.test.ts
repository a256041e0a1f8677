import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repo } from '../../../scripts/lib/repo.mjs';
import { dumpOnFailure } from '../../support/dumpOnFailure.ts';
import { answerFileDialog } from '../../support/editor/answerFileDialog.ts';
import { startEditor, type EditorSession } from '../../support/editorSession.ts';
import { checkoutTraceId } from '../../support/servers/sampleTraces.ts';

/* Trace files by every way in. Their content is what real servers answered (test/fixtures/backends). */
let folder: string;
let session: EditorSession;
dumpOnFailure(() => session);

const recorded = (name: string): Buffer => readFileSync(path.join(repo, 'test/fixtures/backends', name));

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spanline-files-'));
  await Promise.all([
    writeFile(path.join(folder, 'checkout.zipkin.json'), recorded('zipkin/trace.json')),
    writeFile(path.join(folder, 'all.otlp.jsonl'), recorded('collector/traces.jsonl')),
    writeFile(path.join(folder, 'odd-name.json'), recorded('jaeger/trace.json')),
    writeFile(path.join(folder, 'packed.jaeger.json.gz'), gzipSync(recorded('jaeger/trace.json'))),
    writeFile(path.join(folder, 'broken.otlp.json'), '<!doctype html><title>Sign in</title>'),
  ]);
  session = await startEditor({ name: 'trace-files', workspace: folder });
});

afterAll(async () => {
  await session?.close();
  await rm(folder, { recursive: true, force: true });
});

/** In the only webview there is: that of a custom editor has no title. */
async function spansShown(): Promise<number> {
  const frame = session.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  await frame.getByRole('treeitem').first().waitFor();
  return frame.getByRole('treeitem').count();
}

test('a file with the usual name opens as a waterfall', async () => {
  await session.openTab('checkout.zipkin.json');
  expect(await spansShown()).toBe(5);
  await session.screenshot('zipkin');
  await session.runCommand('View: Close All Editors');
  await session.openTab('packed.jaeger.json.gz');
  expect(await spansShown()).toBe(5);
  await session.runCommand('View: Close All Editors');
});

test('several traces in a file give a choice', async () => {
  await session.openTab('all.otlp.jsonl');
  await session.quickInputWidget().getByText('2 traces in all.otlp.jsonl').waitFor();
  await session.screenshot('choice');
  await session.quickInputWidget().locator('.monaco-list-row').filter({ hasText: 'POST /checkout' }).click();
  expect(await spansShown()).toBe(5);
  await session.runCommand('View: Close All Editors');
});

test('any other file opens by Open With', async () => {
  await session.openFile('odd-name.json');
  await session.runCommand('View: Reopen Editor With...');
  await session.quickInputWidget().locator('.monaco-list-row').filter({ hasText: 'Spanline Waterfall' }).click();
  expect(await spansShown()).toBe(5);
  await session.runCommand('View: Close All Editors');
});

test('what is no trace says so, and opens as text', async () => {
  await session.openTab('broken.otlp.json');
  await expect
    .poll(() => session.notifications(), { timeout: 15_000 })
    .toContainEqual(expect.stringMatching(/^broken\.otlp\.json cannot be opened as a trace\. .*web page/));
  await session.page.locator('.notifications-toasts').getByRole('button', { name: 'Open as Text' }).click();
  await session.page.locator('.editor-instance .monaco-editor').getByText('Sign in').waitFor();
  await session.runCommand('View: Close All Editors');
});

test('a file is imported into the local store, and found there', async () => {
  await session.runCommand('Spanline: Import Trace Files...');
  await answerFileDialog(session, path.join(folder, 'all.otlp.jsonl'));
  await expect
    .poll(() => session.notifications(), { timeout: 15_000 })
    .toContainEqual('Imported all.otlp.jsonl: 7 spans in 2 traces.');
  await session.runCommand('Spanline: Open Trace...');
  await session.quickInput(checkoutTraceId);
  const frame = await session.webviewFrame(`Trace ${checkoutTraceId.slice(0, 8)}`);
  await frame.getByText('local store').first().waitFor();
});
