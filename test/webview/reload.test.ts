import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ViewStart } from '../../src/core/protocol.ts';
import { type Door, startDoor } from '../support/door.ts';
import { launch, openWaterfall, rowTexts, selectedText, waitForRows } from './support/browser.ts';
import { tell } from './support/calls.ts';
import { SHOP_TRACE } from './support/shopTrace.ts';

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
  await page.getByTestId('waterfall-search').fill('POST /charges');
  await expect.poll(() => page.getByTestId('span-name').textContent()).toBe('POST /charges');
});
afterEach(() => page.context().close());

const saved = () =>
  page.evaluate(() => JSON.parse(sessionStorage.getItem('spanline-state') ?? '{}') as Record<string, unknown>);

test('a reload brings back the selection, the zoom, what was collapsed and the search', async () => {
  await page.getByTestId('waterfall-scroll').focus();
  await page.keyboard.press('+');
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('treeitem', { name: 'reserve stock' }).waitFor({ state: 'attached' });
  await page.getByTestId('waterfall-search').fill('reserve stock');
  await expect.poll(() => page.getByTestId('span-name').textContent()).toBe('reserve stock');
  await page.getByTestId('waterfall-scroll').focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => (await rowTexts(page)).some((text) => text.includes('PUT /reservations'))).toBe(false);
  await expect.poll(async () => (await saved())['collapsed']).toHaveLength(1);
  const before = await saved();
  await page.reload();
  await waitForRows(page);
  await expect.poll(() => selectedText(page)).toContain('reserve stock');
  await expect.poll(() => page.getByTestId('span-name').textContent()).toBe('reserve stock');
  expect(await rowTexts(page)).not.toContain('inventory PUT /reservations, 37 ms');
  await expect.poll(saved).toEqual(before);
  expect(before['zoom']).toBeDefined();
  expect(before['selectedSpanId']).toMatch(/^[0-9a-f]{16}$/);
});

test('a trace that is replaced by a fuller one keeps the place', async () => {
  const start = await page.evaluate(async () => {
    const response = await fetch('/rpc', {
      method: 'POST',
      body: JSON.stringify({ rpc: 'call', id: 1, method: 'ready' }),
    });
    const packed = await response.arrayBuffer();
    const length = new DataView(packed).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(packed, 4, length))) as {
      message: { outcome: { ok: object } };
    };
    return head.message.outcome.ok;
  });
  await tell(page, 'replaced', { ...(start as ViewStart), source: 'replaced' });
  await expect.poll(() => page.getByTestId('waterfall-facts').textContent()).toContain('replaced');
  await expect.poll(() => selectedText(page)).toContain('POST /charges');
  await tell(page, 'select', { row: 0 });
  await expect.poll(() => selectedText(page)).toContain('POST /checkout');
});
