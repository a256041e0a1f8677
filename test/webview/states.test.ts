import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Door, startDoor } from '../support/door.ts';
import { launch, newPage, waitForRows } from './support/browser.ts';
import { answerCall, tell } from './support/calls.ts';
import { TRACE_ID } from './support/otlpTrace.ts';
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
  ({ page } = await newPage(browser));
});
afterEach(() => page.context().close());

const banner = () => page.getByTestId('waterfall-banner');
const shot = (name: string) => page.screenshot({ path: `test/results/waterfall-${name}.png` });

test('a trace that cannot be had says why', async () => {
  await answerCall(page, 'ready', { message: 'The local store does not have this trace any more.' });
  await page.goto(door.url);
  await expect.poll(() => banner().textContent()).toContain('The local store does not have this trace any more.');
  await shot('failed');
});

test('a trace without spans says so', async () => {
  await answerCall(page, 'ready', {
    ok: {
      header: {
        traceId: TRACE_ID,
        startEpochNs: '0',
        durationNs: 0,
        count: 0,
        errors: 0,
        services: [],
        names: [],
        maxDepth: 0,
        warnings: [],
      },
      selectedRow: -1,
      source: 'local store',
    },
  });
  await page.goto(door.url);
  await expect.poll(() => banner().textContent()).toContain('This trace has no spans yet');
  await shot('empty');
});

test('a slow answer shows that something is being read', async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/rpc', async (route) => {
    await held;
    await route.fallback();
  });
  await page.goto(door.url);
  await expect.poll(() => banner().textContent()).toContain('Reading the trace');
  await shot('loading');
  release();
  await waitForRows(page);
  expect(await banner().isVisible()).toBe(false);
});

test('a failure later on leaves the trace where it is', async () => {
  await page.goto(door.url);
  await waitForRows(page);
  await tell(page, 'failed', { message: 'The parser stopped: out of memory. Try again.' });
  await expect.poll(() => page.getByTestId('waterfall-notice').textContent()).toContain('out of memory');
  expect(await banner().isVisible()).toBe(false);
  expect(await page.getByRole('treeitem').count()).toBeGreaterThan(10);
});
