import path from 'node:path';
import type { Page } from 'playwright-core';
import { openQuickInput } from './openQuickInput.ts';
import { quickInputRow } from './quickInputRow.ts';

/** Opens a file by its full path, with `:line` or `:line:column` behind it if wanted, and waits for its editor. */
export async function openFile(page: Page, file: string): Promise<void> {
  const name = path.basename(file).replace(/:.*$/u, '');
  const box = await openQuickInput(page, 'Control+p');
  await box.fill(file);
  await quickInputRow(page, name).click();
  const group = page.locator('.editor-group-container.active');
  await group.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  await group.locator('.monaco-editor .view-line').first().waitFor();
}
