import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dumpOnFailure } from '../../support/dumpOnFailure.ts';
import { startEditor, type EditorSession } from '../../support/editorSession.ts';
import { JAEGER_V3, TRACE_ID, UNKNOWN_ID } from '../../unit/backends/jaegerStub.ts';

/* A trace that only a backend has, found from a line of a log file. The backend answers as recorded of Jaeger's API v3. */
let folder: string;
let server: Server;
let url: string;
let session: EditorSession;
dumpOnFailure(() => session);

beforeAll(async () => {
  server = createServer(JAEGER_V3);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await mkdtemp(path.join(tmpdir(), 'spanline-backend-'));
  await writeFile(
    path.join(folder, 'app.log'),
    `2026-11-20T10:00:00Z INFO  orders  created  trace_id=${TRACE_ID} span_id=b7ad6b7169203331\n`,
  );
  session = await startEditor({ name: 'backend', workspace: folder });
});

afterAll(async () => {
  await session?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

test('adding a backend tests the connection and says what it found', async () => {
  await session.runCommand('Spanline: Add Backend...');
  await session.pick('Jaeger');
  await session.quickInputWidget().getByText('Base URL').waitFor();
  await session.quickInput(url);
  await session.pick('None');
  await session.quickInputWidget().getByText('A name for it').waitFor();
  await session.quickInput('Test Jaeger');
  await expect
    .poll(() => session.notifications(), { timeout: 15_000 })
    .toContainEqual(expect.stringMatching(/^Added\. .*Test Jaeger.*2 services/));
});

test('a trace ID in a log file is a link; the backend has the trace', async () => {
  await session.runCommand('Notifications: Clear All Notifications');
  await session.openFile('app.log');
  const link = session.page.locator('.detected-link').filter({ hasText: TRACE_ID });
  await link.waitFor({ timeout: 15_000 });
  await link.click({ modifiers: ['Control'] });
  const frame = await session.webviewFrame(`Trace ${TRACE_ID.slice(0, 8)}`);
  await frame.getByRole('treeitem').first().waitFor();
  expect(await frame.locator('[role=treeitem][aria-selected=true]').textContent()).toMatch(
    /^orders POST \/orders, 250 ms/,
  );
});

test('a miss names the backend and the store', async () => {
  await session.runCommand('Spanline: Open Trace...');
  await session.quickInput(UNKNOWN_ID);
  await expect
    .poll(() => session.notifications(), { timeout: 15_000 })
    .toContainEqual(
      expect.stringMatching(/was not found\. The local store does not have it\. Test Jaeger .*does not have trace/),
    );
});
