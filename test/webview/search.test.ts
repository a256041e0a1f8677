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
const hint = () => page.getByTestId('waterfall-search-hint');
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

test.each([
  [`"sku = 'A-7'"`, '1 of 1', 'SELECT stock'],
  ['http.response.status_code>=500', '1 of 1', 'POST /checkout'],
  ['db.system.name=postgres* -"sku = \'A-7\'"', '1 of 11', 'SELECT stock'],
  ['service:postgres name:"update stock"', '1 of 1', 'UPDATE stock'],
  ['kind:server duration>300ms -error', '1 of 1', 'POST /orders'],
  ['event:exception', '1 of 1', 'POST /charges'],
  ['beef00', 'No results', ''],
])('%s is understood', async (text, expected, selected) => {
  await search().fill(text);
  await expect.poll(count).toBe(expected);
  if (selected !== '') await expect.poll(() => selectedText(page)).toContain(selected);
  expect(await hint().isVisible()).toBe(false);
});

test('what is half typed is explained under the box, and says nothing about results', async () => {
  await search().fill('duration>');
  await expect.poll(() => hint().textContent()).toContain('"duration>" needs a number and a unit');
  expect(await hint().isVisible()).toBe(true);
  expect(await count()).toBe('');
  await search().pressSequentially('300ms');
  await expect.poll(count).toBe(`1 of ${SHOP_SPANS.filter(({ durationMs }) => durationMs > 300).length}`);
  expect(await hint().isVisible()).toBe(false);
  await search().fill('stock duration>');
  await expect.poll(count).toBe(`1 of ${SHOP_SPANS.filter(({ name }) => name.includes('stock')).length}`);
  expect(await hint().isVisible()).toBe(true);
});

test('an answer to an older text is not shown, and the newest text is looked for once the parser is free', async () => {
  const asked: string[] = [];
  let release: (() => void) | undefined;
  await page.route('**/rpc', async (route) => {
    const call = route.request().postDataJSON() as {
      readonly method?: string;
      readonly params?: { readonly text?: string };
    };
    const text = call.method === 'find' ? call.params?.text : undefined;
    if (text !== undefined) asked.push(text);
    if (text === 'stock') await new Promise<void>((resolve) => (release = resolve));
    await route.fallback().catch(() => undefined);
  });
  const said = await page.evaluateHandle(() => {
    const said: (string | null)[] = [];
    const count = document.querySelector('[data-testid=waterfall-search-count]')!;
    new MutationObserver(() => said.push(count.textContent)).observe(count, { childList: true });
    return said;
  });
  await search().fill('stock');
  await expect.poll(() => release).toBeDefined();
  await search().fill('pa');
  await search().fill('payment');
  release!();
  const wanted = `1 of ${SHOP_SPANS.filter(({ service, attributes }) => service === 'payment' || attributes?.['payment.amount']).length}`;
  await expect.poll(count).toBe(wanted);
  expect(asked).toEqual(['stock', 'payment']);
  expect(await said.jsonValue()).toEqual([wanted]);
});

test('a host that does not answer is not waited for', async () => {
  await page.route('**/rpc', async (route) => {
    const call = route.request().postDataJSON() as { readonly params?: { readonly text?: string } };
    if (call.params?.text !== 'stock') await route.fallback();
  });
  await search().fill('stock');
  await search().fill('UPDATE');
  await expect.poll(count, { timeout: 5000 }).toBe('1 of 1');
});

test('only the matches and what is above them, and all again', async () => {
  const toggle = page.locator('vscode-button[data-testid=waterfall-filter]');
  const pressed = (): Promise<string | null> => toggle.getAttribute('aria-pressed');
  expect(await pressed()).toBe('false');
  await search().fill('"UPDATE stock"');
  await expect.poll(count).toBe('1 of 1');
  const all = (await rowTexts(page)).length;
  await toggle.click();
  expect(await pressed()).toBe('true');
  await expect
    .poll(async () => (await rowTexts(page)).map((text) => text.replace(/, .*/, '')))
    .toEqual([
      'gateway POST /checkout',
      'gateway POST orders',
      'orders POST /orders',
      'orders reserve stock',
      'inventory PUT /reservations',
      'postgres UPDATE stock',
    ]);
  await toggle.click();
  expect(await pressed()).toBe('false');
  await expect.poll(async () => (await rowTexts(page)).length).toBe(all);
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
