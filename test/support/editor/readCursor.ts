import type { Page } from 'playwright-core';

/** Where the cursor is, counted from 1 as the status bar does. */
export interface Cursor {
  readonly line: number;
  readonly column: number;
}

/** The cursor of the active text editor by the status bar; undefined if the active editor has none (a webview). */
export async function readCursor(page: Page): Promise<Cursor | undefined> {
  const texts = await page.locator('[id="status.editor.selection"]').allInnerTexts();
  const match = /Ln (\d+), Col (\d+)/u.exec(texts.join());
  return match === null ? undefined : { line: Number(match[1]), column: Number(match[2]) };
}
