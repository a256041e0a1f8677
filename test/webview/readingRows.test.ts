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
  await door.stop();
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
const press = async (...keys: readonly string[]): Promise<void> => {
  await tree().focus();
  for (const key of keys) await page.keyboard.press(key);
};
const item = async (menu: 'view' | 'services', name: string): Promise<void> => {
  await page.getByTestId(`waterfall-${menu}`).click();
  await page.getByTestId(`waterfall-${menu}-menu`).locator('button', { hasText: name }).click();
  if (await page.getByTestId(`waterfall-${menu}-menu`).isVisible()) await page.keyboard.press('Escape');
};
const find = async (text: string, name: string): Promise<void> => {
  await page.getByTestId('waterfall-search').fill(text);
  await expect.poll(() => page.getByTestId('span-name').textContent()).toBe(name);
};
/** Distinct colours in a row of pixels through the middle of row `index`'s bars. */
const pixelsOf = (index: number): Promise<readonly string[]> =>
  page.evaluate(
    (y) => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas.rows')!;
      const line = document.createElement('canvas');
      [line.width, line.height] = [canvas.width - 400, 1];
      const context = line.getContext('2d')!;
      context.drawImage(canvas, 400, y, line.width, 1, 0, 0, line.width, 1);
      const { data, width } = context.getImageData(0, 0, line.width, 1);
      return Array.from({ length: width }, (_, x) => data.slice(4 * x, 4 * x + 3).join());
    },
    index * 24 + 12,
  );

test('repeated siblings are one row that unfolds and folds again', async () => {
  await expect.poll(shown).toBe(17);
  expect(await rowTexts(page)).toContain('12 × postgres SELECT stock, total 108 ms · slowest 9 ms');
  const folded = page.getByRole('treeitem', { name: '12 × postgres SELECT stock' });
  expect(await folded.getAttribute('aria-expanded')).toBe('false');
  await tree().click({ position: { x: 150, y: 24 * 7 + 12 } });
  await expect.poll(() => selectedText(page)).toContain('12 ×');
  await press('ArrowRight');
  await expect.poll(shown).toBe(28);
  await press('ArrowDown', 'ArrowDown', 'ArrowLeft');
  await expect.poll(shown).toBe(17);
  await expect.poll(() => selectedText(page)).toContain('12 × postgres SELECT stock');
  await press('ArrowLeft');
  await expect.poll(() => selectedText(page)).toContain('orders POST /orders');
  // The twistie unfolds; the label of the first folds again.
  await tree().click({ position: { x: 48, y: 24 * 7 + 12 } });
  await expect.poll(shown).toBe(28);
  await tree().click({ position: { x: 82, y: 24 * 7 + 12 } });
  await expect.poll(shown).toBe(17);
  await item('view', 'Fold repeats');
  await expect.poll(shown).toBe(28);
});

test('a search unfolds repeats to show its match', async () => {
  await page.getByTestId('waterfall-search').fill('A-7');
  await expect.poll(shown).toBe(28);
  await expect.poll(() => selectedText(page)).toContain('SELECT stock');
});

test('the filter leaves the matches and what is above them, says what is hidden, and lets go', async () => {
  const strip = page.getByTestId('waterfall-filtered');
  await find('UPDATE', 'UPDATE stock');
  expect(await strip.isVisible()).toBe(false);
  await page.getByTestId('waterfall-filter').click();
  await expect.poll(shown).toBe(6);
  expect((await rowTexts(page)).at(-1)).toBe('postgres UPDATE stock, 24 ms');
  expect(await strip.textContent()).toContain('Only 1 match and what is above it: 22 spans hidden');
  await page.screenshot({ path: 'test/results/waterfall-filtered-dark.png' });
  await strip.getByRole('button', { name: 'Show all' }).click();
  await expect.poll(shown).toBe(17);
  expect(await strip.isVisible()).toBe(false);
});

test('the focus on a subtree shows only that, and Escape goes back', async () => {
  await find('POST /orders', 'POST /orders');
  await press('Escape', 'f');
  await expect
    .poll(() => page.getByTestId('waterfall-focus').textContent())
    .toContain('Focused on orders POST /orders');
  await expect.poll(async () => (await rowTexts(page))[0]).toBe('orders POST /orders, 371 ms');
  expect(await rowTexts(page)).not.toContain('audit write audit log, 30 ms, repaired');
  expect(await page.getByRole('treeitem').first().getAttribute('aria-level')).toBe('1');
  await press('Escape');
  await expect.poll(shown).toBe(17);
  expect(await page.getByTestId('waterfall-focus').isVisible()).toBe(false);
  await press('f');
  await page.getByRole('button', { name: 'Back' }).click();
  await expect.poll(shown).toBe(17);
});

test('e, E, p and the brackets walk errors, parents and siblings', async () => {
  await press('e');
  await expect.poll(() => selectedText(page)).toContain('POST /checkout');
  await press('e');
  await expect.poll(() => selectedText(page)).toContain('POST /charges');
  await press('e');
  await expect.poll(() => selectedText(page)).toContain('POST /checkout');
  await press('E');
  await expect.poll(() => selectedText(page)).toContain('POST /charges');
  await press('p');
  await expect.poll(() => selectedText(page)).toContain('orders pay');
  await press('[');
  await expect.poll(() => selectedText(page)).toContain('reserve stock');
  await press(']', ']');
  await expect.poll(() => selectedText(page)).toContain('publish order.failed');
});

test('siblings come in the order that is chosen', async () => {
  await item('view', 'Longest first');
  await expect.poll(async () => (await rowTexts(page))[1]).toBe('gateway POST orders, 380 ms');
  await press('End');
  await expect.poll(() => selectedText(page)).toContain('rotate audit log');
  await item('view', 'By start');
  await expect.poll(async () => (await rowTexts(page))[1]).toBe('gateway authenticate, 18 ms');
});

test('a service collapses from the legend', async () => {
  await page.getByTestId('waterfall-services').click();
  const legend = page.getByTestId('waterfall-services-menu');
  expect(await legend.locator('button').first().textContent()).toBe('payment1 span · self 142 ms');
  await legend.locator('button', { hasText: 'orders' }).click();
  await expect.poll(shown).toBe(8);
  await legend.locator('button', { hasText: 'orders' }).click();
  await expect.poll(shown).toBe(17);
  await page.keyboard.press('Escape');
  expect(await legend.isVisible()).toBe(false);
});

test('the columns show self time and share, where there is room', async () => {
  const header = page.locator('.corner-figure').first();
  expect(await header.isVisible()).toBe(false);
  await item('view', 'Columns');
  await expect.poll(() => header.isVisible()).toBe(true);
  await page.setViewportSize({ width: 640, height: 760 });
  await expect.poll(() => header.isVisible()).toBe(false);
});

test('the critical path runs through the bars and can be turned off', async () => {
  // The payment's bar: on the path from end to end.
  const lines = async (): Promise<number> => (await pixelsOf(12)).filter((color) => color === '204,204,204').length;
  await expect.poll(lines).toBeGreaterThan(100);
  await item('view', 'Critical path');
  await expect.poll(lines).toBeLessThan(60);
});

test('the card about a row comes to a pointer that rests, beside the row, and goes with Escape', async () => {
  const card = page.getByTestId('waterfall-hover');
  const box = (await tree().boundingBox())!;
  await page.mouse.move(box.x + 500, box.y + 24 * 12 + 8);
  await page.mouse.move(box.x + 502, box.y + 24 * 12 + 10);
  await expect.poll(() => card.isVisible()).toBe(true);
  const text = (await card.textContent())!;
  for (const part of [
    'payment',
    'POST /charges',
    'Duration 142 ms',
    'Self 142 ms',
    '34 %',
    '+232 ms',
    'Events 2',
    'Error',
  ])
    expect(text).toContain(part);
  const at = (await card.boundingBox())!;
  const rowTop = box.y + 24 * 12;
  expect(at.y >= rowTop + 24 || at.y + at.height <= rowTop).toBe(true);
  await page.keyboard.press('Escape');
  expect(await card.isVisible()).toBe(false);
});

test('? lists the keys, keeps the focus, and Escape gives it back', async () => {
  await press('?');
  const help = page.getByTestId('keyboard-help');
  expect(await help.isVisible()).toBe(true);
  expect(await help.textContent()).toContain('Next, previous error');
  for (let i = 0; i < 5; i++) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true);
  }
  await page.keyboard.press('Escape');
  expect(await help.isVisible()).toBe(false);
  expect(await tree().evaluate((element) => element === document.activeElement)).toBe(true);
});
