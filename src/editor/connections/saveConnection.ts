import * as vscode from 'vscode';
import type { BackendRegistry } from '../backendRegistry.ts';
import { configOf, entryOf, type ConnectionDraft } from './connectionDraft.ts';
import { connectionForm } from './connectionForm.ts';
import { connectionTest } from './connectionTest.ts';

/**
 * Tests a connection and keeps it; when the test fails the user changes it, keeps it all the same, or gives up.
 * @param done what to say before the result of a test that passed
 * @returns whether it was kept
 */
export async function saveConnection(
  registry: BackendRegistry,
  start: ConnectionDraft,
  done: string,
): Promise<boolean> {
  for (let draft = start; ;) {
    const config = configOf(draft);
    const result = await connectionTest(registry.create(config, draft.secret));
    if ('ok' in result) {
      await registry.keep(entryOf(draft), config, draft.secret);
      void vscode.window.showInformationMessage(`${done} ${result.ok.sentence}`);
      return true;
    }
    const change = 'Change...';
    const anyway = 'Save Anyway';
    const choice = await vscode.window.showWarningMessage(result.failed.message, { modal: true }, change, anyway);
    if (choice === anyway) {
      await registry.keep(entryOf(draft), config, draft.secret);
      return true;
    }
    const changed = choice === change ? await connectionForm('Connection', draft) : undefined;
    if (!changed) return false;
    draft = changed;
  }
}
