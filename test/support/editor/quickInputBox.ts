import type { Locator, Page } from 'playwright-core';

/** The text box of the quick input: command palette, quick open, input box or quick pick. */
export function quickInputBox(page: Page): Locator {
  return page.locator('.quick-input-widget:visible input.input');
}
