import * as vscode from 'vscode';
import type { BackendHealth } from '../backends/backend.ts';
import { parseBackends, type AuthKind, type BackendConfig } from '../backends/backendConfig.ts';
import type { Credentials } from '../backends/credentials.ts';
import { isCredentialHeader } from '../backends/credentials.ts';
import { parseBaseUrl } from '../backends/origin.ts';
import { problemOf } from '../core/problem.ts';
import type { BackendRegistry } from './backendRegistry.ts';

const AUTH: readonly (vscode.QuickPickItem & { readonly auth: AuthKind })[] = [
  { label: 'None', description: 'it answers anyone who can reach it', auth: 'none' },
  { label: 'Bearer token', auth: 'bearer' },
  { label: 'User and password', auth: 'basic' },
  { label: 'API key in a header', auth: 'header' },
];

/** Asks for address and credentials, tests the connection, and keeps the backend when the test passed or the user insists. */
export async function addBackend(registry: BackendRegistry): Promise<void> {
  if (!isTrusted()) return;
  const url = await input({
    title: 'Add Backend: Jaeger (1/3)',
    prompt: 'Base URL of the Jaeger query service',
    value: 'http://localhost:16686',
    validateInput: urlProblem,
  });
  if (url === undefined) return;
  const auth = await vscode.window.showQuickPick(AUTH, {
    title: 'Add Backend: Jaeger (2/3)',
    placeHolder: 'How does it know who is asking?',
    ignoreFocusOut: true,
  });
  if (!auth) return;
  const asked = await askSecret(auth.auth);
  if (!asked) return;
  const { origin } = parseBaseUrl(url).base;
  const label = await input({
    title: 'Add Backend: Jaeger (3/3)',
    prompt: 'A name for it',
    value: `Jaeger (${new URL(origin).host})`,
  });
  if (label === undefined) return;
  const entry = {
    id: freeId(registry.configs),
    kind: 'jaeger',
    label,
    url,
    ...(auth.auth !== 'none' && { auth: auth.auth }),
    ...(asked.headerName !== undefined && { headerName: asked.headerName }),
  };
  const [config] = parseBackends([entry]).backends;
  if (!config) throw new Error('The entry was made of checked parts.');
  if (!(await passesTest(registry, config, asked.secret))) return;
  await registry.keep(entry, config, asked.secret);
}

/** Runs the connection test of a configured backend. */
export async function testBackend(registry: BackendRegistry): Promise<void> {
  if (!isTrusted()) return;
  const config = await pickBackend(registry, 'Test which backend?');
  if (!config) return;
  const result = await healthOf(registry, config);
  if ('sentence' in result) void vscode.window.showInformationMessage(result.sentence);
  else void vscode.window.showErrorMessage(result.failure);
}

/** Takes a backend out of the settings and its secret out of the storage. */
export async function removeBackend(registry: BackendRegistry): Promise<void> {
  const config = await pickBackend(registry, 'Remove which backend? Its secret is deleted too.');
  if (config) await registry.remove(config);
}

async function passesTest(registry: BackendRegistry, config: BackendConfig, secret: Credentials): Promise<boolean> {
  const result = await healthOf(registry, config, secret);
  if ('sentence' in result) {
    void vscode.window.showInformationMessage(`Added. ${result.sentence}`);
    return true;
  }
  const anyway = 'Add Anyway';
  return (await vscode.window.showWarningMessage(result.failure, { modal: true }, anyway)) === anyway;
}

async function healthOf(
  registry: BackendRegistry,
  config: BackendConfig,
  secret?: Credentials,
): Promise<BackendHealth | { readonly failure: string }> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Testing ${config.label}...`, cancellable: true },
    async (_, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      try {
        return await registry.create(config, secret).health(stop.signal);
      } catch (thrown) {
        return { failure: problemOf(thrown).message };
      }
    },
  );
}

interface AskedSecret {
  readonly secret: Credentials;
  readonly headerName?: string;
}

async function askSecret(auth: AuthKind): Promise<AskedSecret | undefined> {
  switch (auth) {
    case 'none':
      return { secret: { type: 'none' } };
    case 'bearer': {
      const token = await secretInput('Token');
      return token === undefined ? undefined : { secret: { type: 'bearer', token } };
    }
    case 'basic': {
      const user = await input({ title: 'User', prompt: 'User name' });
      const password = user === undefined ? undefined : await secretInput('Password');
      return user === undefined || password === undefined ? undefined : { secret: { type: 'basic', user, password } };
    }
    case 'header': {
      const headerName = await input({
        title: 'Header',
        prompt: 'Name of the header',
        value: 'X-API-Key',
        validateInput: (name) => (isCredentialHeader(name) ? undefined : 'This is no name of such a header.'),
      });
      const value = headerName === undefined ? undefined : await secretInput(headerName);
      if (headerName === undefined || value === undefined) return undefined;
      return { secret: { type: 'header', name: headerName, value }, headerName };
    }
  }
}

function input(options: vscode.InputBoxOptions): Thenable<string | undefined> {
  return vscode.window.showInputBox({ ignoreFocusOut: true, ...options });
}

function secretInput(what: string): Thenable<string | undefined> {
  return input({ title: what, password: true, prompt: "Kept in the editor's secret storage, for this address only" });
}

function urlProblem(text: string): string | undefined {
  try {
    return parseBaseUrl(text).warnings[0]?.message;
  } catch (thrown) {
    return problemOf(thrown).message;
  }
}

async function pickBackend(registry: BackendRegistry, placeHolder: string): Promise<BackendConfig | undefined> {
  const items = registry.configs.map((config) => ({ label: config.label, description: config.base.origin, config }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage('No backend is configured. Use "Spanline: Add Backend..." to add one.');
    return undefined;
  }
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.config;
}

function freeId(configs: readonly BackendConfig[]): string {
  for (let n = 1; ; n++) {
    const id = n === 1 ? 'jaeger' : `jaeger-${n}`;
    if (!configs.some((config) => config.id === id)) return id;
  }
}

/** A command can be called in Restricted Mode whatever the palette shows. */
function isTrusted(): boolean {
  if (!vscode.workspace.isTrusted)
    void vscode.window.showWarningMessage('In Restricted Mode no backend is asked. Trust this workspace first.');
  return vscode.workspace.isTrusted;
}
