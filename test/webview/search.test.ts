import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Door, startDoor } from '../support/door.ts';
import { launch, openWaterfall, rowTexts, selectedText } from './support/browser.ts';
import { SHOP_SPANS, SHOP_TRACE } from './support/shopTrace.ts';

let browser: Browser;
let door: Door;
let page: Page;

beforeAll(async () => {
  [browser, door] = await Promise.all([launch(), startDoor(SHOP_TRACE)]);
});
afterAll(async () => {
  await browser.close();
  await door.stop();
});
beforeEach(async () => {
  ({ page } = await openWaterfall(browser, door.url));
});
afterEach(() => page.context().close());

const search = () => page.getByTestId('waterfall-search');
const count = (): Promise<string | null> => page.getByTestId('waterfall-search-count').textContent();

test('matches are counted and walked in both directions, round the ends', async () => {
  const wanted = SHOP_SPANS.filter(({ name }) => name.includes('SELECT stock')).length;
  await search().fill('select stock');
  await expect.poll(count).toBe(`1 of ${wanted}`);
  await search().press('Enter');
  await expect.poll(count).toBe(`2 of ${wanted}`);
  await search().press('Shift+Enter');
  await search().press('Shift+Enter');
  await expect.poll(count).toBe(`${wanted} of ${wanted}`);
  await page.keyboard.press('F3');
  await expect.poll(count).toBe(`1 of ${wanted}`);
});

test('attribute values are found', async () => {
  await search().fill("sku = 'A-7'");
  await expect.poll(count).toBe('1 of 1');
  await expect.poll(() => selectedText(page)).toContain('SELECT stock');
});

test('a match below a collapsed span is brought to light', async () => {
  await page.getByTestId('waterfall-collapse-all').click();
  await search().fill('UPDATE stock');
  await expect.poll(() => selectedText(page)).toContain('UPDATE stock');
  // The mirror holds the selected row even when it is hidden; its parent is there only when shown.
  await expect.poll(() => rowTexts(page)).toContain('inventory PUT /reservations, 37 ms');
});

test('slash and Ctrl+F go to the box, Escape empties it and goes back', async () => {
  await page.getByTestId('waterfall-scroll').focus();
  await page.keyboard.press('/');
  await page.keyboard.type('nothing like this');
  await expect.poll(count).toBe('No results');
  await page.keyboard.press('Escape');
  expect(await search().inputValue()).toBe('');
  expect(await count()).toBe('');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('tree');
  await page.keyboard.press('Control+f');
  expect(await search().evaluate((input) => input === document.activeElement)).toBe(true);
});
