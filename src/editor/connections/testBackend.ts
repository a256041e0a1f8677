import * as vscode from 'vscode';
import type { BackendRegistry } from '../backendRegistry.ts';
import type { BackendStates } from '../backendStates.ts';
import { isTrusted } from './isTrusted.ts';
import { pickBackend } from './pickBackend.ts';

/** Runs the connection test of a configured backend and says how it went. */
export async function testBackend(registry: BackendRegistry, states: BackendStates, id: unknown): Promise<void> {
  if (!isTrusted()) return;
  const config = await pickBackend(registry, id, 'Test which backend?');
  if (!config) return;
  const title = `Testing ${config.label}...`;
  const location = vscode.ProgressLocation.Notification;
  const result = await vscode.window.withProgress({ location, title }, () => states.test(config.id));
  if (!('sentence' in result)) return;
  if (result.state === 'ok') void vscode.window.showInformationMessage(result.sentence);
  else if (result.state === 'failed') void vscode.window.showErrorMessage(result.sentence);
  else {
    const enter = 'Enter Credentials...';
    if ((await vscode.window.showErrorMessage(result.sentence, enter)) === enter)
      await vscode.commands.executeCommand('spanline.enterCredentials', config.id);
  }
}
