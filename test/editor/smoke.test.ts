import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repo } from '../../scripts/lib/repo.mjs';
import { dumpOnFailure } from '../support/dumpOnFailure.ts';
import { startEditor, type EditorSession } from '../support/editorSession.ts';
import { writeProbe } from './writeProbe.ts';

const source = [
  'export const answer = 42;',
  '',
  'export function marked(): number {',
  '  // marker',
  '  return answer;',
  '}',
];

let root: string;
let session: EditorSession;
dumpOnFailure(() => session);

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'spanline-smoke-'));
  await mkdir(path.join(root, 'workspace/src'), { recursive: true });
  await writeFile(path.join(root, 'workspace/src/marked.ts'), source.join('\n'));
  session = await startEditor({
    name: 'smoke',
    workspace: path.join(root, 'workspace'),
    extension: await writeProbe(root),
    settings: { 'probe.text': 'from the settings' },
  });
});

afterAll(async () => {
  await session?.close();
  await rm(root, { recursive: true, force: true });
});

test('the extension is active and has its settings', async () => {
  await session.statusBar('Probe: from the settings').waitFor();
  await session.changeSettings({ 'probe.text': 'changed' });
  await session.statusBar('Probe: changed').waitFor();
});

test('a command shows a notification', async () => {
  await session.runCommand('Probe: Say Hello');
  await expect.poll(() => session.notifications()).toContain('Hello from the probe');
});

test('an input box and a quick pick take answers', async () => {
  await session.runCommand('Probe: Ask');
  await session.quickInputWidget().getByText('A name').waitFor();
  await session.quickInput('Ada');
  await session.pick('green');
  await expect.poll(() => session.notifications()).toContain('Ada picked green');
});

test('a file opens at a line', async () => {
  await session.openFile('src/marked.ts:4:3');
  expect(await session.activeEditorTitle()).toBe('marked.ts');
  await expect.poll(() => session.cursor()).toEqual({ line: 4, column: 3 });
  expect(await session.lineShown('marked.ts')).toBe(4);
});

test('a webview opens beside it and keeps the focus while the file shows another line', async () => {
  await session.runCommand('Probe: Show Panel');
  const panel = await session.webviewFrame('Probe');
  await panel.getByText('Text in the panel').waitFor();
  await panel.getByRole('button').click();
  await panel.getByText('Pressed').waitFor();
  expect(await session.activeEditorTitle()).toBe('Probe Panel');
  await session.runCommand('Probe: Reveal');
  await expect.poll(() => session.lineShown('marked.ts')).toBe(5);
  expect(await session.cursor()).toBeUndefined();
});

test('a tree view shows its rows', async () => {
  await session.runCommand('View: Show Probe');
  await expect.poll(() => session.treeTexts('Rows')).toEqual(['first a row', 'second a row']);
});

test('a link in the terminal can be followed', async () => {
  await session.terminal('echo link-$((40 + 2))');
  await expect.poll(() => session.terminalText()).toContain('\nlink-42');
  await session.followTerminalLink('link-42');
  await expect.poll(() => session.notifications()).toContain('The link was followed');
});

test('the theme changes and pictures show it', async () => {
  await session.screenshot('dark');
  await session.setTheme('Light Modern');
  await session.screenshot('light');
  const [dark, light] = await Promise.all(
    ['dark', 'light'].map((name) => readFile(path.join(repo, `test/results/smoke/${name}.png`))),
  );
  expect(dark).not.toEqual(light);
});

test('a reload brings the editors back', async () => {
  await session.reload();
  await session.statusBar('Probe: changed').waitFor();
  await session.page.locator('.tab[data-resource-name="marked.ts"]').waitFor();
});

test('evidence of a failure is saved', async () => {
  await session.dump('evidence');
  const folder = path.join(repo, 'test/results/smoke/evidence');
  expect((await readFile(path.join(folder, 'page.png'))).length).toBeGreaterThan(10_000);
  await expect(readFile(path.join(folder, 'console.log'), 'utf8')).resolves.toContain('Creating a socket');
});
