import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumPath } from '../../../scripts/lib/chromiumPath.mjs';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('There is no Chromium on the PATH.');
  return chromium.launch({ executablePath, args: FLAGS });
}

export interface Opened {
  readonly page: Page;
  /** Errors, warnings and refusals the page caused, in order. A test that ends well has none. */
  readonly complaints: string[];
}

/** A page without a trace yet: for routes that must be there before it loads. */
export async function newPage(browser: Browser): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, complaints };
}

/** Opens the door's page and waits until its first rows are on the screen. */
export async function openWaterfall(browser: Browser, url: string, theme = 'dark'): Promise<Opened> {
  const opened = await newPage(browser);
  await opened.page.goto(`${url}?theme=${theme}`);
  await waitForRows(opened.page);
  return opened;
}

export async function waitForRows(page: Page): Promise<void> {
  await page.waitForFunction(() => performance.getEntriesByName('first-rows').length > 0);
  await page.getByRole('treeitem').first().waitFor({ state: 'attached' });
}

/** The selected row as the screen reader hears it. */
export async function selectedText(page: Page): Promise<string> {
  return (await page.locator('[role=treeitem][aria-selected=true]').textContent()) ?? '';
}

/** All rows on the screen in order. */
export async function rowTexts(page: Page): Promise<readonly string[]> {
  return page.getByRole('treeitem').allTextContents();
}
