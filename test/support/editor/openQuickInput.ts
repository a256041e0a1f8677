import type { Locator, Page } from 'playwright-core';
import { eventually } from '../eventually.ts';
import { appears } from './appears.ts';
import { quickInputBox } from './quickInputBox.ts';

/** Opens the quick input with a key. A window that has just loaded does not hear the first one every time. */
export async function openQuickInput(page: Page, key: 'F1' | 'Control+p'): Promise<Locator> {
  const box = quickInputBox(page);
  return eventually(`the quick input after ${key}`, async () => {
    await page.keyboard.press(key);
    return (await appears(box)) ? box : undefined;
  });
}
