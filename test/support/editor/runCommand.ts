import type { Page } from 'playwright-core';
import { eventually } from '../eventually.ts';
import { appears } from './appears.ts';
import { openQuickInput } from './openQuickInput.ts';
import { quickInputRow } from './quickInputRow.ts';

/** Runs a command by the title the palette shows, category included: `Developer: Reload Window`. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const row = quickInputRow(page, title);
  // The palette lists what there is when it opens; a command whose condition holds a moment later needs a new look.
  await eventually(`the command "${title}"`, async () => {
    const box = await openQuickInput(page, 'F1');
    await box.fill(`>${title}`);
    return (await appears(row)) ? true : undefined;
  });
  await row.click();
}
