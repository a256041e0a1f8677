import type { Page } from 'playwright-core';
import { treeRows } from './treeRows.ts';

export async function treeTexts(page: Page, viewTitle: string): Promise<readonly string[]> {
  return treeRows(page, viewTitle).evaluateAll((rows) =>
    rows.map((row) =>
      Array.from(row.querySelectorAll('.label-name, .label-description'), (part) => part.textContent)
        .filter((text) => text !== '')
        .join(' '),
    ),
  );
}
