import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocationView } from '../../src/core/protocol.ts';
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

const snippet = { label: 'a span processor for Node.js', text: 'x' };
const STATES: Readonly<Record<string, LocationView>> = {
  moved: {
    state: 'found',
    label: 'services/payment/src/charge.ts:52',
    confidence: 'likely',
    reason: 'The path /app/src/charge.ts ends in src/charge.ts, as only one file of the workspace does.',
    drift: 'Line 48 of revision 3f2a9bc is line 52 now, and the function has changed since.',
  },
  ambiguous: {
    state: 'ambiguous',
    labels: ['services/cart/src/index.ts:12', 'services/payment/src/index.ts:12'],
    reason: 'The path /app/src/index.ts ends in src/index.ts, as 2 files of the workspace do.',
  },
  none: {
    state: 'none',
    hint: 'This span does not say where its code is. The SDK for JavaScript sets no code attributes. A small span processor does.',
    snippet,
  },
  missing: {
    state: 'missing',
    reason: 'The path /build/generated/client.ts matches no file of the workspace.',
    hint: 'Open the folder that holds this code, or add a path mapping if it was built or run elsewhere.',
    snippet,
  },
};

test.for(['dark', 'light', 'hc'])('every state of a place in the %s theme fits into a narrow pane', async (theme) => {
  const { page, complaints } = await newPage(browser);
  await page.setViewportSize({ width: 420, height: 760 });
  for (const [name, state] of Object.entries(STATES)) {
    await answerCall(page, 'location', { ok: state });
    await page.goto(`${door.url}?theme=${theme}`);
    await waitForRows(page);
    await page.getByTestId('waterfall-search').fill('POST /charges');
    const block = page.getByTestId('span-location');
    await expect.poll(() => block.getAttribute('data-state')).toBe(state.state);
    const pane = (await page.getByTestId('span-details').boundingBox())!;
    for (const button of await block.locator('vscode-button').all()) {
      const box = (await button.boundingBox())!;
      expect(box.x, name).toBeGreaterThanOrEqual(pane.x);
      expect(box.x + box.width, name).toBeLessThanOrEqual(pane.x + pane.width);
    }
    await block.screenshot({ path: `test/results/location-${name}-${theme}.png` });
  }
  expect(complaints).toEqual([]);
  await page.context().close();
});
