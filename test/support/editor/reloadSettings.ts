import { stat } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { eventually } from '../eventually.ts';
import { runCommand } from './runCommand.ts';

/**
 * Makes a running VS Code take over a settings file that was changed behind its back. code-server does not watch the
 * profile's folder and reads the settings only when VS Code itself writes them; saving the open file is such a write.
 */
export async function reloadSettings(page: Page, file: string): Promise<void> {
  await runCommand(page, 'Preferences: Open User Settings (JSON)');
  const editor = page.locator('.modal-editor-part .monaco-editor[data-uri$="/User/settings.json"]');
  await editor.locator('.view-line').first().waitFor();
  const { mtimeMs } = await stat(file);
  await page.keyboard.press('Control+s');
  await eventually('the settings to be saved', async () => ((await stat(file)).mtimeMs > mtimeMs ? true : undefined));
  // Not Escape: that closes a notification first, if there is one.
  await page.getByRole('button', { name: 'Close Modal Editor' }).click();
  await editor.waitFor({ state: 'detached' });
}
