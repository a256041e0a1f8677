import path from 'node:path';
import type { Page } from 'playwright-core';
import { openQuickInput } from './openQuickInput.ts';
import { quickInputRow } from './quickInputRow.ts';

/** Opens a file by its full path, with `:line` or `:line:column` behind it if wanted, and waits for its text editor. */
export async function openFile(page: Page, file: string): Promise<void> {
  await openTab(page, file);
  await page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
}

/** The same for a file whose editor may be of any kind: waits for its tab. */
export async function openTab(page: Page, file: string): Promise<void> {
  const name = path.basename(file).replace(/:.*$/u, '');
  const box = await openQuickInput(page, 'Control+p');
  await box.fill(file);
  await quickInputRow(page, name).click();
  await page.locator(`.editor-group-container.active .tab.active[data-resource-name="${name}"]`).waitFor();
}
