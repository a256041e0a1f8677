import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contrast, type Rgb } from '../../webview/palette.ts';
import { type Door, startDoor } from '../support/door.ts';
import { launch, newPage, waitForRows } from './support/browser.ts';
import { answerCall } from './support/calls.ts';
import { SHOP_TRACE } from './support/shopTrace.ts';

let browser: Browser;
let door: Door;

beforeAll(async () => {
  [browser, door] = await Promise.all([launch(), startDoor(SHOP_TRACE)]);
});
afterAll(async () => {
  await browser.close();
  await door.stop();
});

test.for(['dark', 'light', 'hc'])('the waterfall in the %s theme', async (theme) => {
  const { page, complaints } = await newPage(browser);
  await answerCall(page, 'location', {
    ok: {
      state: 'found',
      label: 'payment/src/charge.ts:48',
      confidence: 'exact',
      reason: 'The source map of dist/charge.js names this file, and it is in the workspace.',
    },
  });
  await page.goto(`${door.url}?theme=${theme}`);
  await waitForRows(page);
  // Bars stand out by their edges, whatever is inside: sampled at the upper edge of the first bar and in the free space above it.
  const sampled = await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas.rows')!;
    const column = [...canvas.getContext('2d')!.getImageData(canvas.width - 150, 0, 1, 24).data];
    return { bar: column.slice(4 * 5, 4 * 6), background: column.slice(4 * 2, 4 * 3) };
  });
  expect(contrast(rgb(sampled.bar), rgb(sampled.background))).toBeGreaterThanOrEqual(3);

  await page.getByTestId('waterfall-search').fill('POST /charges');
  await expect.poll(() => page.getByTestId('span-location').textContent()).toContain('charge.ts');
  await page.getByTestId('waterfall-scroll').focus();
  await page.mouse.move(200, 300);
  await page.screenshot({ path: `test/results/waterfall-${theme}.png` });
  await page.locator('[data-section=Span] > summary').click();
  await page.locator('.event.exception').scrollIntoViewIfNeeded();
  await page.getByTestId('waterfall-search').fill('stock');
  await expect.poll(() => page.getByTestId('waterfall-search-count').textContent()).toBe('1 of 14');
  await expect.poll(() => page.getByTestId('span-name').textContent()).toBe('SELECT stock');
  await page.screenshot({ path: `test/results/waterfall-search-${theme}.png` });
  await page.setViewportSize({ width: 640, height: 760 });
  await page.waitForTimeout(150);
  await page.screenshot({ path: `test/results/waterfall-narrow-${theme}.png` });
  expect(complaints).toEqual([]);
  await page.context().close();
});

function rgb([r, g, b]: readonly number[]): Rgb {
  return [r!, g!, b!];
}
