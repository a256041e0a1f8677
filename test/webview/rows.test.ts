import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Door, startDoor } from '../support/door.ts';
import { launch, openWaterfall, rowTexts, selectedText } from './support/browser.ts';
import { SHOP_TRACE } from './support/shopTrace.ts';

let browser: Browser;
let door: Door;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [browser, door] = await Promise.all([launch(), startDoor(SHOP_TRACE)]);
});
afterAll(async () => {
  await browser.close();
  expect(await door.stop()).toBe(0);
});
beforeEach(async () => {
  ({ page, complaints } = await openWaterfall(browser, door.url));
});
afterEach(async () => {
  expect(complaints).toEqual([]);
  await page.context().close();
});

const tree = () => page.getByTestId('waterfall-scroll');
const shown = async (): Promise<number> => (await rowTexts(page)).length;

test('rows are on the screen in the order of the trace, for readers too', async () => {
  const rows = await rowTexts(page);
  expect(rows.slice(0, 4)).toEqual([
    'gateway POST /checkout, 412 ms, error',
    'gateway authenticate, 18 ms',
    'gateway GET session, 12 ms',
    'redis HGET session, 8 ms',
  ]);
  expect(rows).toContain('audit write audit log, 30 ms, repaired');
  const session = page.getByRole('treeitem', { name: 'redis HGET session' });
  expect(await session.getAttribute('aria-level')).toBe('4');
  expect(await session.getAttribute('aria-posinset')).toBe('1');
  expect(await session.getAttribute('aria-setsize')).toBe('1');
});

test('the keyboard walks the rows as in the editor’s trees', async () => {
  await tree().focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => selectedText(page)).toContain('POST /checkout');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => selectedText(page)).toContain('HGET session');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => selectedText(page)).toContain('GET session');
  await page.keyboard.press('End');
  await expect.poll(() => selectedText(page)).toContain('rotate audit log');
  await page.keyboard.press('Home');
  await expect.poll(() => selectedText(page)).toContain('POST /checkout');
  await page.keyboard.press('PageDown');
  await expect.poll(() => selectedText(page)).not.toContain('POST /checkout');
  const active = await tree().getAttribute('aria-activedescendant');
  expect(await page.locator(`#${active}`).getAttribute('aria-selected')).toBe('true');
});

test('left and the twistie collapse, right expands, and the buttons do it for all', async () => {
  await tree().focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(shown).toBe(3);
  expect(await page.getByRole('treeitem').first().getAttribute('aria-expanded')).toBe('false');
  await page.keyboard.press('ArrowRight');
  await expect.poll(shown).toBe(17);
  await tree().click({ position: { x: 12, y: 12 } });
  await expect.poll(shown).toBe(3);
  await page.getByTestId('waterfall-expand-all').click();
  await expect.poll(shown).toBe(17);
  await page.getByTestId('waterfall-collapse-all').click();
  await expect.poll(shown).toBe(3);
});

test('collapsing over the selected span selects what hides it', async () => {
  await tree().focus();
  await page.keyboard.press('Home');
  for (const key of ['ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
  await expect.poll(() => selectedText(page)).toContain('GET session');
  await tree().click({ position: { x: 12, y: 12 } });
  await expect.poll(() => selectedText(page)).toContain('POST /checkout');
});

test('a click on a bar selects its row', async () => {
  await tree().click({ position: { x: 600, y: 24 * 2 + 12 } });
  await expect.poll(() => selectedText(page)).toContain('GET session');
});

test('dragging over bars zooms, Escape shows all again', async () => {
  const zoomed = async (): Promise<boolean> =>
    page.evaluate(
      () => (JSON.parse(sessionStorage.getItem('spanline-state') ?? '{}') as { zoom?: object }).zoom !== undefined,
    );
  const box = (await tree().boundingBox())!;
  await page.mouse.move(box.x + 500, box.y + 300);
  await page.mouse.down();
  await page.mouse.move(box.x + 640, box.y + 310, { steps: 3 });
  await page.mouse.up();
  await expect.poll(zoomed).toBe(true);
  await tree().focus();
  await page.keyboard.press('Escape');
  await expect.poll(zoomed).toBe(false);
});

test('spans that were repaired are announced in words', async () => {
  await expect
    .poll(() => page.getByTestId('waterfall-warnings').textContent())
    .toContain('2 spans whose parent never arrived are shown as roots');
});
