import type { Locator, Page } from 'playwright-core';

export function treeRows(page: Page, viewTitle: string): Locator {
  return page.getByRole('tree', { name: viewTitle, exact: true }).locator('.monaco-list-row');
}
