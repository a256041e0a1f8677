import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SearchScript } from '../../src/doors/searchScript.ts';
import { launch } from './support/browser.ts';
import { box, lines, names, openSearch, type OpenedSearch, searchFor, summary } from './support/searchBrowser.ts';
import { done, JAEGER, LOCAL, type SearchDoor, startSearchDoor, TEMPO } from './support/searchDoor.ts';

const SHARED = 'ab'.repeat(16) as never;

const SCRIPT: SearchScript = {
  sources: [LOCAL, JAEGER, TEMPO],
  services: ['orders', 'order-archive', 'payment'],
  recent: ['service:orders error'],
  saved: [{ name: 'Slow', text: 'duration>1s' }],
  answers: {
    local: {
      steps: [
        {
          afterMs: 20,
          traces: [
            { agoMs: 60_000, rootService: 'gateway', rootName: 'GET /a', durationNs: 5e6, spans: 3, traceId: SHARED },
            {
              agoMs: 120_000,
              rootService: 'gateway',
              rootName: 'GET /b',
              durationNs: 2e9,
              spans: 40,
              errors: 2,
              matched: 4,
            },
          ],
          state: done(),
        },
      ],
    },
    jaeger: {
      steps: [
        {
          afterMs: 20,
          traces: [
            { agoMs: 60_000, rootService: 'gateway', rootName: 'GET /a', durationNs: 5e6, spans: 9, traceId: SHARED },
          ],
        },
        {
          afterMs: 1100,
          traces: [
            {
              agoMs: 30_000,
              rootService: 'auth',
              rootName: 'POST /token',
              durationNs: 4e5,
              traceId: '7'.repeat(32) as never,
            },
          ],
          state: done('older'),
        },
      ],
      more: [
        {
          afterMs: 50,
          traces: [{ agoMs: 3_000_000, rootName: 'GET /old', traceId: '8'.repeat(32) as never }],
          state: done(),
        },
      ],
    },
    tempo: {
      steps: [
        { afterMs: 50, state: { state: 'checking', checked: 3, of: 12 } },
        { afterMs: 1000, state: done('narrow') },
      ],
    },
  },
};

let browser: Browser;
let door: SearchDoor;
let opened: OpenedSearch;
let page: Page;

beforeAll(async () => {
  [browser, door] = await Promise.all([launch(), startSearchDoor(SCRIPT)]);
});
afterAll(async () => {
  await browser.close();
  await door.stop();
});
beforeEach(async () => {
  opened = await openSearch(browser, door.url);
  ({ page } = opened);
});
afterEach(async () => {
  expect(opened.complaints).toEqual([]);
  await page.context().close();
});

const asked = (method: string): readonly unknown[] => opened.calls.filter((call) => call.method === method);
const over = (): Promise<void> => expect.poll(() => page.getByTestId('search-said').textContent()).toContain('found');

test('what is typed is completed by arrows and Enter, by Tab, by a press, and Escape closes', async () => {
  await box(page).pressSequentially('serv');
  const options = page.getByRole('option');
  await expect.poll(() => options.count()).toBe(1);
  expect(await box(page).getAttribute('aria-expanded')).toBe('true');
  await box(page).press('Tab');
  expect(await box(page).inputValue()).toBe('service:');
  await expect.poll(() => options.locator('.suggestion-label').allTextContents()).toContain('orders');
  await box(page).pressSequentially('ord');
  await expect.poll(() => options.count()).toBe(2);
  await box(page).press('ArrowDown');
  const active = await box(page).getAttribute('aria-activedescendant');
  expect(await page.locator(`#${active}`).getAttribute('aria-selected')).toBe('true');
  await box(page).press('Enter');
  expect(await box(page).inputValue()).toMatch(/^service:order/);
  expect(asked('search')).toEqual([]);
  await box(page).press('Control+z');
  expect(await box(page).inputValue()).toBe('service:ord');
  await box(page).fill('service:pay');
  await options.first().click();
  expect(await box(page).inputValue()).toMatch(/^service:payment ?$/);
  await box(page).fill('service:ord');
  await options.first().waitFor();
  await box(page).press('Escape');
  await expect.poll(() => page.getByTestId('search-suggestions').isVisible()).toBe(false);
  await box(page).press('Enter');
  await expect.poll(() => asked('search').length).toBe(1);
});

test('a list that has not caught up with the text is not taken', async () => {
  await box(page).pressSequentially('ser');
  await page.getByRole('option').first().waitFor();
  await box(page).press('ArrowDown');
  await box(page).fill('last 6h');
  await box(page).press('Enter');
  await expect.poll(() => asked('search')).toMatchObject([{ params: { text: 'last 6h' } }]);
  await box(page).fill('serv');
  await page.getByRole('option').first().waitFor();
  await box(page).fill('service:pay');
  await box(page).press('Tab');
  await expect.poll(() => box(page).inputValue()).toMatch(/^service:payment ?$/);
  expect(await box(page).evaluate((input) => input === document.activeElement)).toBe(true);
});

test('results come as the sources answer, and the same trace from two of them is one line', async () => {
  await searchFor(page, 'last 1h');
  await expect.poll(() => page.getByTestId('search-go').textContent()).toBe('Cancel');
  // Its progress stands for a second only: asked for first.
  await expect.poll(() => page.getByTestId('source-tempo').textContent()).toContain('3 of 12');
  await expect.poll(() => names(page)).toEqual(['GET /a', 'GET /b']);
  expect(await lines(page).first().locator('.source-tag').allTextContents()).toEqual(['Local store', 'Jaeger staging']);
  await over();
  await expect.poll(() => names(page)).toEqual(['POST /token', 'GET /a', 'GET /b']);
  await expect.poll(() => summary(page)).toBe('3 traces1 with errors');
  expect(await page.getByTestId('source-jaeger').textContent()).toBe('Jaeger staging2+');
  await expect.poll(() => page.getByTestId('search-said').textContent()).toBe('3 traces found, 1 with errors.');
  // Jaeger knows more of its spans, so it opens it.
  await lines(page).nth(1).locator('.result-name').dblclick();
  await expect
    .poll(() => asked('openTrace'))
    .toEqual([{ method: 'openTrace', params: { source: 'jaeger', traceId: SHARED } }]);
});

test('columns sort, arrows walk, Enter opens, c copies', async () => {
  await searchFor(page, '');
  await over();
  await page.getByTestId('sort-duration').click();
  await expect.poll(() => names(page)).toEqual(['GET /b', 'GET /a', 'POST /token']);
  await page.getByTestId('sort-duration').click();
  await expect.poll(() => names(page)).toEqual(['POST /token', 'GET /a', 'GET /b']);
  await page.getByTestId('sort-title').click();
  await expect.poll(() => names(page)).toEqual(['POST /token', 'GET /a', 'GET /b']);
  await page.getByTestId('sort-matched').click();
  await expect.poll(async () => (await names(page))[0]).toBe('GET /b');
  await box(page).focus();
  await box(page).fill('x');
  await page.waitForTimeout(300);
  await box(page).press('Escape');
  await box(page).press('ArrowDown');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect.poll(() => asked('openTrace').length).toBe(1);
  await page.keyboard.press('c');
  await expect.poll(() => page.getByTestId('search-said').textContent()).toBe('Trace ID copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^[0-9a-f]{32}$/);
  await page.keyboard.press('/');
  expect(await box(page).evaluate((input) => input === document.activeElement)).toBe(true);
});

test('a cancelled search keeps what it found and takes no more', async () => {
  await searchFor(page, '');
  await expect.poll(() => names(page)).toEqual(['GET /a', 'GET /b']);
  await page.getByTestId('search-go').click();
  await expect.poll(() => asked('cancel').length).toBe(1);
  await over();
  await page.waitForTimeout(900);
  await expect.poll(() => names(page)).toEqual(['GET /a', 'GET /b']);
  expect(await page.getByTestId('source-tempo').getAttribute('title')).toContain('cancelled');
});

test('older traces are loaded into the same results; a narrower search and a higher limit are offered', async () => {
  await searchFor(page, 'last 24h');
  await over();
  await page.getByTestId('load-older').click();
  await expect.poll(() => names(page)).toEqual(['POST /token', 'GET /a', 'GET /b', 'GET /old']);
  expect(asked('search')).toHaveLength(1);
  await expect.poll(() => page.getByTestId('load-older').count()).toBe(0);
  await page.getByTestId('raise-limit').click();
  expect(await box(page).inputValue()).toBe('last 24h limit:100');
  await over();
  await page.getByTestId('narrow-window').click();
  expect(await box(page).inputValue()).toBe('last 6h limit:100');
  await expect.poll(() => asked('search').length).toBe(3);
});

test('quick picks change the text, say what it says, and search again once something was searched', async () => {
  await box(page).fill('service:orders from:14:00 to:15:00');
  await page.getByTestId('window-6h').click();
  expect(await box(page).inputValue()).toBe('service:orders last 6h');
  expect(await page.getByTestId('window-6h').getAttribute('aria-pressed')).toBe('true');
  await page.getByTestId('errors-only').click();
  expect(await box(page).inputValue()).toBe('service:orders error last 6h');
  expect(asked('search')).toEqual([]);
  await box(page).press('Control+Enter');
  await expect.poll(() => asked('search').length).toBe(1);
  await page.getByTestId('errors-only').click();
  expect(await box(page).inputValue()).toBe('service:orders last 6h');
  await expect.poll(() => asked('search').length).toBe(2);
});

test('only ticked sources are asked', async () => {
  await page.getByTestId('source-jaeger').click();
  expect(await page.getByTestId('source-jaeger').getAttribute('aria-pressed')).toBe('false');
  await searchFor(page, '');
  await expect.poll(() => asked('search')).toMatchObject([{ params: { sources: ['local', 'tempo'] } }]);
  await page.getByTestId('source-local').click();
  await page.getByTestId('source-tempo').click();
  await box(page).press('Enter');
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('Tick at least one source');
  expect(asked('search')).toHaveLength(1);
});

test('problems of the text are said after a pause, and go at once', async () => {
  const problems = page.getByTestId('search-problems');
  await box(page).pressSequentially('duration>');
  expect(await problems.textContent()).toBe('');
  await expect.poll(() => problems.textContent()).toContain('needs a number and a unit');
  await box(page).pressSequentially('5ms');
  expect(await problems.textContent()).toBe('');
});

test('searches are saved by name, run from the list and removed', async () => {
  await box(page).fill('duration>2s error');
  await page.getByTestId('search-lists').click();
  await page.getByTestId('search-name').fill('Very slow');
  await page.getByTestId('search-name').press('Enter');
  const panel = page.getByTestId('search-lists-panel');
  await panel.getByText('Very slow').waitFor();
  await panel.getByText('Very slow').click();
  await expect.poll(() => asked('search')).toMatchObject([{ params: { text: 'duration>2s error' } }]);
  expect(await panel.isVisible()).toBe(false);
  await page.getByTestId('search-lists').click();
  await panel.getByRole('button', { name: 'Remove “Very slow”' }).click();
  await expect.poll(() => panel.getByText('Very slow').count()).toBe(0);
  await panel.getByRole('button', { name: 'Clear' }).click();
  await expect.poll(() => panel.getByText('Recent').count()).toBe(0);
  await page.keyboard.press('Escape');
  expect(await panel.isVisible()).toBe(false);
});

test('an example of the help goes into the text', async () => {
  await box(page).fill('last 6h');
  await page.getByTestId('search-help').click();
  await page.getByTestId('search-help-panel').getByText('kind:server', { exact: true }).click();
  expect(await box(page).inputValue()).toBe('kind:server last 6h');
});

test('a reload brings back text, order, selection, sources and the search', async () => {
  await page.getByTestId('source-tempo').click();
  await searchFor(page, 'last 6h');
  await over();
  await page.getByTestId('sort-duration').click();
  await lines(page).nth(1).click();
  await page.getByTestId('scale-linear').click();
  await box(page).fill('last 6h half typ');
  await page.waitForTimeout(400);
  await page.reload();
  await expect.poll(() => names(page)).toEqual(['GET /b', 'GET /a', 'POST /token']);
  expect(await box(page).inputValue()).toBe('last 6h half typ');
  expect(asked('search').at(-1)).toMatchObject({ params: { text: 'last 6h', sources: ['local', 'jaeger'] } });
  await expect.poll(() => page.locator('.grid-line[aria-selected=true]').textContent()).toContain('GET /a');
  expect(await page.getByTestId('scale-linear').getAttribute('aria-checked')).toBe('true');
});

test('the host may ask for a search', async () => {
  await page.evaluate(() =>
    window.postMessage({ rpc: 'tell', event: 'run', data: { text: 'http.route=/x' } }, location.origin),
  );
  await expect.poll(() => asked('search')).toMatchObject([{ params: { text: 'http.route=/x' } }]);
  expect(await box(page).inputValue()).toBe('http.route=/x');
});
