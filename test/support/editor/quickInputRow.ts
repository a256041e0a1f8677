import type { Locator, Page } from 'playwright-core';

/** The row of the open quick input that has exactly this label. */
export function quickInputRow(page: Page, label: string): Locator {
  const exact = page.locator('.label-name').getByText(label, { exact: true });
  return page.locator('.quick-input-widget:visible .monaco-list-row').filter({ has: exact }).first();
}
