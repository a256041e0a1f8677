import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dumpOnFailure } from '../../support/dumpOnFailure.ts';
import { startEditor, type EditorSession } from '../../support/editorSession.ts';

/*
 * A folder from a stranger, opened without trust: its settings ask for a running receiver and name a backend, and it depends on
 * OpenTelemetry.
 */
let folder: string;
let session: EditorSession;
dumpOnFailure(() => session);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spanline-stranger-'));
  await mkdir(path.join(folder, '.vscode'));
  const settings = {
    'spanline.receiver.autoStart': 'always',
    'spanline.receiver.port': 24_999,
    'spanline.backends': [{ id: 'evil', kind: 'jaeger', url: 'http://127.0.0.1:9' }],
  };
  await writeFile(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
  await writeFile(path.join(folder, 'package.json'), '{"dependencies":{"@opentelemetry/api":"*"}}');
  session = await startEditor({ name: 'restricted-mode', workspace: folder, trust: 'restricted' });
});

afterAll(async () => {
  await session?.close();
  await rm(folder, { recursive: true, force: true });
});

test('nothing starts by itself, and the view says why', async () => {
  await session.statusBar('Traces: off').waitFor();
  await session.runCommand('View: Show Spanline');
  await session.page.getByText('In Restricted Mode Spanline shows stored traces only').waitFor();
  await session.screenshot('restricted');
});

test('commands that reach out say so and do nothing', async () => {
  await session.runCommand('Spanline: Start Receiver');
  await expect
    .poll(() => session.notifications())
    .toContain('The receiver is off in Restricted Mode. Trust this workspace to start it.');
  await session.statusBar('Traces: off').waitFor();
  await session.runCommand('Spanline: Test Backend...');
  await expect
    .poll(() => session.notifications())
    .toContain('In Restricted Mode no backend is asked. Trust this workspace first.');
});

test('the backend of the folder is not asked; the answer says who was', async () => {
  await session.runCommand('Notifications: Clear All Notifications');
  await session.runCommand('Spanline: Open Trace...');
  await session.quickInput('4bf92f3577b34da6a3ce929d0e0e4736');
  await expect
    .poll(() => session.notifications())
    .toContain(
      'Trace 4bf92f3577b34da6a3ce929d0e0e4736 was not found. The local store does not have it. No backend is configured.',
    );
});
