import * as vscode from 'vscode';
import type { Credentials } from '../../backends/credentials.ts';
import type { BackendConfig } from '../../backends/backendConfig.ts';
import { wantsSecret } from '../../backends/storedSecret.ts';
import type { BackendRegistry } from '../backendRegistry.ts';
import { askAuth, askHeader, askSecret } from './askAuth.ts';
import { draftOf } from './connectionDraft.ts';
import { connectionForm } from './connectionForm.ts';
import { isTrusted } from './isTrusted.ts';
import { pickBackend } from './pickBackend.ts';
import { saveConnection } from './saveConnection.ts';

/** Changes any part of a connection. */
export async function editBackend(registry: BackendRegistry, id: unknown): Promise<void> {
  if (!isTrusted()) return;
  const config = await pickBackend(registry, id, 'Edit which backend?');
  if (!config) return;
  const draft = await connectionForm('Edit Backend', draftOf(config, await registry.secret(config)));
  if (draft) await saveConnection(registry, draft, 'Saved.');
}

/** Takes a backend out of the settings and its secret out of the storage. */
export async function removeBackend(registry: BackendRegistry, id: unknown): Promise<void> {
  const config = await pickBackend(registry, id, 'Remove which backend? Its secret is deleted too.');
  if (!config) return;
  const remove = 'Remove';
  const question = `Remove ${config.label}? Its address and its secret are deleted here; the server is not touched.`;
  if ((await vscode.window.showWarningMessage(question, { modal: true }, remove)) === remove)
    await registry.remove(config);
}

/** Asks anew for what proves who asks, and keeps it for the backend's address. */
export async function enterCredentials(registry: BackendRegistry, id: unknown): Promise<void> {
  if (!isTrusted()) return;
  const config = await pickBackend(registry, id, 'Enter credentials for which backend?');
  if (!config) return;
  if (wantsSecret(config)) {
    const secret = await askAll(config);
    if (secret) await registry.storeSecret(config, secret);
    return;
  }
  // Nothing was wanted so far, and now the server does.
  const asked = await askAuth(`Credentials for ${config.label}`);
  if (asked) await saveConnection(registry, { ...draftOf(config, asked.secret), ...asked }, 'Saved.');
}

async function askAll({ auth, headerName, headerNames }: BackendConfig): Promise<Credentials | undefined> {
  const own = await askSecret(auth, headerName);
  if (!own || headerNames.length === 0) return own;
  const parts: Credentials[] = [own];
  for (const name of headerNames) {
    const header = await askHeader(name);
    if (!header) return undefined;
    parts.push(header);
  }
  return { type: 'all', parts };
}
