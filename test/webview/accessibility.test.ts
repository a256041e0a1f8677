import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Door, startDoor } from '../support/door.ts';
import { launch, openWaterfall } from './support/browser.ts';
import { SHOP_TRACE } from './support/shopTrace.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Axe {
  run(
    root: Document,
    options: object,
  ): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly impact: string | null;
      readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
    }[];
  }>;
}

let browser: Browser;
let door: Door;

beforeAll(async () => {
  [browser, door] = await Promise.all([launch(), startDoor(SHOP_TRACE)]);
});
afterAll(async () => {
  await browser.close();
  await door.stop();
});

/** Serious and critical findings in what is on the screen. */
async function findings(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { readonly axe: Axe };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`));
  });
}

test.for(['dark', 'light', 'hc'])('axe finds nothing serious in the %s theme', async (theme) => {
  const { page } = await openWaterfall(browser, door.url, theme);
  // Evaluated over the debugger: the page's policy lets no other script in.
  await page.evaluate(await readFile(AXE, 'utf8'));
  await page.getByTestId('waterfall-scroll').focus();
  await page.keyboard.press('e');
  await page.getByTestId('span-name').waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('f');
  await page.getByTestId('waterfall-focus').waitFor();
  await page.getByTestId('waterfall-view').click();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByTestId('waterfall-services').click();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByTestId('waterfall-scroll').focus();
  await page.keyboard.press('?');
  await page.getByTestId('keyboard-help').waitFor();
  expect(await findings(page)).toEqual([]);
  await page.context().close();
});
