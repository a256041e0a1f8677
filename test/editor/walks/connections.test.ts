import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dumpOnFailure } from '../../support/dumpOnFailure.ts';
import { startEditor, type EditorSession } from '../../support/editorSession.ts';
import { JAEGER_V3 } from '../../unit/backends/jaegerStub.ts';

/* A connection from its first day to its last: credentials, a move to another address, a proxy. Servers answer as recorded of Jaeger. */
const GOOD = 'CANARY-good-token';
const seen: Record<'first' | 'second' | 'proxy', IncomingMessage[]> = { first: [], second: [], proxy: [] };
let servers: readonly Server[];
let folder: string;
let session: EditorSession;
dumpOnFailure(() => session);

const guarded =
  (requests: IncomingMessage[]): RequestListener =>
  (request, response) => {
    requests.push(request);
    if (request.headers.authorization === `Bearer ${GOOD}`) JAEGER_V3(request, response);
    else response.writeHead(401, { 'content-type': 'text/plain' }).end(`no: ${request.headers.authorization}`);
  };

/** Takes requests in the form that proxies get them, with the whole address. */
const proxy: RequestListener = (request, response) => {
  seen.proxy.push(request);
  request.url = request.url!.replace(/^http:\/\/[^/]+/, '');
  JAEGER_V3(request, response);
};

const urlOf = (index: number): string => `http://127.0.0.1:${(servers[index]!.address() as AddressInfo).port}`;

beforeAll(async () => {
  servers = [guarded(seen.first), guarded(seen.second), proxy].map((listener) => createServer(listener));
  for (const server of servers) await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  folder = await mkdtemp(path.join(tmpdir(), 'spanline-connections-'));
  await writeFile(path.join(folder, 'app.log'), 'nothing yet\n');
  session = await startEditor({ name: 'connections', workspace: folder });
  await session.runCommand('Spanline: Focus on Backends View');
});

afterAll(async () => {
  await session?.close();
  for (const server of servers) server.close();
  await rm(folder, { recursive: true, force: true });
});

const dialog = () => session.page.locator('.monaco-dialog-box');
const backends = () => session.treeTexts('Backends');

/** Types into the input whose prompt or title is this. */
async function answer(prompt: string, text: string): Promise<void> {
  await session.quickInputWidget().getByText(prompt).first().waitFor();
  await session.quickInput(text);
}

async function settings(): Promise<string> {
  return readFile(path.join(session.userDataDir, 'Machine', 'settings.json'), 'utf8').catch(() => '');
}

test('a wrong token is refused in words, and changed on the spot', async () => {
  await session.runCommand('Spanline: Add Backend...');
  await session.pick('Jaeger');
  await answer('Base URL', urlOf(0));
  await session.pick('Bearer token');
  await answer("Kept in the editor's secret storage", 'CANARY-bad-token');
  await answer('A name for it', 'Production');
  await dialog().getByText('refused the stored credentials (401)').waitFor();
  expect(await dialog().innerText()).not.toContain('CANARY');
  await dialog().getByRole('button', { name: 'Change...' }).click();
  await session.pick('Authentication');
  await session.pick('Bearer token');
  await answer("Kept in the editor's secret storage", GOOD);
  await session.screenshot('form');
  await session.pick('Test and Save');
  await expect.poll(() => session.notifications()).toContainEqual(expect.stringMatching(/^Added\. .*2 services/));
  await expect.poll(backends).toContainEqual(expect.stringMatching(/^Production Jaeger · 127\.0\.0\.1/));
});

test('a backend that moves gets no secret until it is entered again', async () => {
  await session.runCommand('Spanline: Edit Backend...');
  await session.pick('Production');
  await session.pick('Address');
  await answer('Base URL', urlOf(1));
  await session.quickInputWidget().getByText('to be entered').waitFor();
  await session.pick('Test and Save');
  await dialog().getByText('wants credentials (401)').waitFor();
  await dialog().getByRole('button', { name: 'Save Anyway' }).click();
  await expect.poll(backends).toContainEqual('Production Jaeger · wants credentials');
  await session.screenshot('wants-credentials');
  expect(seen.second.length).toBeGreaterThan(0);
  expect(seen.second.map(({ headers }) => headers.authorization)).toEqual(seen.second.map(() => undefined));

  await session.runCommand('Spanline: Enter Credentials...');
  await session.pick('Production');
  await answer("Kept in the editor's secret storage", GOOD);
  await expect.poll(backends).toContainEqual(expect.stringMatching(/^Production Jaeger · 127/));
  expect(seen.second.at(-1)!.headers.authorization).toBe(`Bearer ${GOOD}`);
});

test("requests go through VS Code's proxy", async () => {
  await session.changeSettings({ 'http.proxy': urlOf(2), 'http.proxySupport': 'override' });
  await session.runCommand('Spanline: Add Backend...');
  await session.pick('Jaeger');
  await answer('Base URL', 'http://jaeger.internal.test:16686');
  await session.pick('None');
  await answer('A name for it', 'Behind the proxy');
  await expect
    .poll(() => session.notifications(), { timeout: 15_000 })
    .toContainEqual(expect.stringMatching(/^Added\. Behind the proxy .*2 services/));
  expect(seen.proxy.map(({ headers }) => headers.host)).toContain('jaeger.internal.test:16686');
});

test('a backend that is removed is gone from the settings', async () => {
  await session.runCommand('Spanline: Remove Backend...');
  await session.pick('Production');
  await dialog().getByRole('button', { name: 'Remove' }).click();
  await expect.poll(settings).not.toContain('Production');
  await expect.poll(backends).not.toContainEqual(expect.stringContaining('Production'));
});

test('no secret is in settings or logs', async () => {
  expect(await settings()).not.toContain('CANARY');
  const logs = path.join(session.userDataDir, 'logs');
  for (const file of await readdir(logs, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    expect(await readFile(path.join(file.parentPath, file.name), 'utf8'), file.name).not.toContain('CANARY');
  }
});
