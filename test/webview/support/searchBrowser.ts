import type { Browser, Locator, Page } from 'playwright-core';
import { newPage, type Opened } from './browser.ts';

export interface OpenedSearch extends Opened {
  /** What the page asked of its host, in order. */
  readonly calls: { readonly method: string; readonly params: unknown }[];
}

/** Opens the door's search page and waits until its sources are there. */
export async function openSearch(browser: Browser, url: string, theme = 'dark'): Promise<OpenedSearch> {
  const opened = await newPage(browser);
  const calls: OpenedSearch['calls'] = [];
  opened.page.on('request', (request) => {
    if (!request.url().endsWith('/rpc')) return;
    const { rpc, method, params } = request.postDataJSON() as { rpc: string; method: string; params: unknown };
    if (rpc === 'call') calls.push({ method, params });
  });
  await opened.page.goto(`${url}?theme=${theme}`);
  await opened.page.getByTestId('search-sources').getByRole('button').first().waitFor();
  return { ...opened, calls };
}

export function box(page: Page): Locator {
  return page.getByTestId('search-text');
}

/** Types a search and begins it. */
export async function searchFor(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await box(page).press('Enter');
}

/** Lines of the table on the screen, in order, head apart. */
export function lines(page: Page): Locator {
  return page.getByTestId('search-results').locator('.grid-line');
}

export async function names(page: Page): Promise<readonly string[]> {
  return lines(page).locator('.result-name').allTextContents();
}

export function summary(page: Page): Promise<string | null> {
  return page.getByTestId('search-summary').textContent();
}
