import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SearchScript } from '../../src/doors/searchScript.ts';
import { launch } from './support/browser.ts';
import { box, names, openSearch, type OpenedSearch, searchFor, summary } from './support/searchBrowser.ts';
import { done, LOCAL, type SearchDoor, startSearchDoor } from './support/searchDoor.ts';

const MINUTE = 60_000;

/** Four corners: old and fast, old and slow, new and fast, new and slow with errors. */
const SCRIPT: SearchScript = {
  sources: [LOCAL],
  answers: {
    local: {
      steps: [
        {
          afterMs: 10,
          traces: [
            { agoMs: 50 * MINUTE, rootName: 'old fast', durationNs: 1e6 },
            { agoMs: 50 * MINUTE, rootName: 'old slow', durationNs: 1e9 },
            { agoMs: 10 * MINUTE, rootName: 'new fast', durationNs: 1e6, rootService: 'cart' },
            { agoMs: 10 * MINUTE, rootName: 'new slow', durationNs: 1e9, errors: 3, spans: 12 },
          ],
          state: done(),
        },
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
  await searchFor(page, 'last 1h');
  await expect.poll(async () => (await names(page)).length).toBe(4);
});
afterEach(async () => {
  expect(opened.complaints).toEqual([]);
  await page.context().close();
});

/** Of the plot's area, by plotArea.ts. */
async function area(): Promise<{ left: number; top: number; width: number; height: number }> {
  const { x, y, width, height } = (await page.getByTestId('search-plot').boundingBox())!;
  return { left: x + 68, top: y + 8, width: width - 84, height: height - 32 };
}

/** Where a trace of so many minutes ago lies from left to right: the axis ends five seconds ahead of now. */
function xOf({ left, width }: { left: number; width: number }, agoMinutes: number): number {
  return left + (width * (60 - agoMinutes)) / (60 + 5 / 60);
}

/** On the logarithmic scale from 1 ms / 1.4 to 1 s * 1.4. */
function yOf({ top, height }: { top: number; height: number }, ns: number): number {
  const [low, high] = [Math.log(1e6 / 1.4), Math.log(1e9 * 1.4)];
  return top + height * (1 - (Math.log(ns) - low) / (high - low));
}

test('a dot says what it is when pointed at, and opens its trace when pressed', async () => {
  const plot = await area();
  await page.mouse.move(xOf(plot, 10), yOf(plot, 1e9));
  const card = page.getByTestId('plot-card');
  await expect.poll(() => card.textContent()).toContain('new slow');
  expect(await card.textContent()).toContain('3 errors');
  await page.mouse.click(xOf(plot, 10), yOf(plot, 1e9));
  await expect.poll(() => opened.calls.at(-1)).toMatchObject({ method: 'openTrace', params: { source: 'local' } });
  await expect.poll(() => page.locator('.grid-line[aria-selected=true]').textContent()).toContain('new slow');
  await page.mouse.move(plot.left + plot.width / 2, plot.top + plot.height / 2);
  expect(await card.isVisible()).toBe(false);
});

test('traces with errors have another shape and another colour than those of any service', async () => {
  const plot = await area();
  const at = { y: yOf(plot, 1e9), x: xOf(plot, 10) };
  const { x: left, y: top } = (await page.locator('.plot-canvas').boundingBox())!;
  // A diamond reaches farther along its axes than a circle, and not as far between them.
  const looks = await page.evaluate(
    ([x, y]) => {
      const context = document.querySelector<HTMLCanvasElement>('.plot-canvas')!.getContext('2d')!;
      const around = context.getImageData(Math.round(x!) - 20, Math.round(y!) - 20, 40, 40);
      const pixel = (dx: number, dy: number): string => {
        const at = 4 * (Math.round(20 + dy) * around.width + Math.round(20 + dx));
        return around.data.slice(at, at + 4).join();
      };
      return { middle: pixel(0, 0), tip: pixel(-3.5, 0), corner: pixel(4, -4), background: pixel(14, 14) };
    },
    [at.x - left, at.y - top],
  );
  expect(looks.middle).not.toBe(looks.background);
  expect(looks.tip).toBe(looks.middle);
  expect(looks.corner).toBe(looks.background);
  const [red, green, blue] = looks.middle.split(',').map(Number);
  expect(red! - Math.max(green!, blue!)).toBeGreaterThan(60);
});

test('a rectangle narrows the table; Escape, its chip or a press beside it show all again', async () => {
  const plot = await area();
  const drag = async (x0: number, y0: number, x1: number, y1: number): Promise<void> => {
    await page.mouse.move(x0, y0);
    await page.mouse.down();
    await page.mouse.move(x1, y1, { steps: 4 });
    await page.mouse.up();
  };
  const middleX = plot.left + plot.width / 2;
  const middleY = plot.top + plot.height / 2;
  await drag(middleX, plot.top + 2, plot.left + plot.width - 2, middleY);
  await expect.poll(() => names(page)).toEqual(['new slow']);
  expect(await summary(page)).toBe('1 of 4 traces1 with errors');
  expect(await page.getByTestId('search-range').textContent()).toMatch(
    /\d\d:\d\d:\d\d – \d\d:\d\d:\d\d, (?:from )?[\d.]+ ms/,
  );
  await page.getByTestId('range-clear').click();
  await expect.poll(async () => (await names(page)).length).toBe(4);
  // Straight to the side: all durations of some time.
  await drag(plot.left + 4, middleY, middleX, middleY + 3);
  await expect.poll(async () => (await names(page)).toSorted()).toEqual(['old fast', 'old slow']);
  await page.getByTestId('search-results').focus();
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await names(page)).length).toBe(4);
  // Straight up: some durations of all the time.
  await drag(middleX, plot.top + plot.height - 2, middleX + 3, middleY);
  await expect.poll(async () => (await names(page)).toSorted()).toEqual(['new fast', 'old fast']);
  expect(await page.getByTestId('plot-brush').isVisible()).toBe(true);
  await page.mouse.click(middleX, middleY);
  await expect.poll(async () => (await names(page)).length).toBe(4);
  expect(await page.getByTestId('plot-brush').isVisible()).toBe(false);
});

test('a range becomes a search', async () => {
  const plot = await area();
  await page.mouse.move(plot.left + plot.width / 2, plot.top + 2);
  await page.mouse.down();
  await page.mouse.move(plot.left + plot.width - 2, plot.top + plot.height / 2, { steps: 4 });
  await page.mouse.up();
  await page.getByTestId('range-search').click();
  expect(await box(page).inputValue()).toMatch(
    /^duration>=[\d.]+ms (?:duration<=\S+ )?from:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3} to:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/,
  );
  await expect.poll(() => opened.calls.filter(({ method }) => method === 'search').length).toBe(2);
  expect(await page.getByTestId('search-problems').textContent()).toBe('');
  await expect.poll(() => page.getByTestId('search-range').isVisible()).toBe(false);
});

test('the scale of durations is logarithmic or linear', async () => {
  const plot = await area();
  await page.getByTestId('scale-linear').click();
  // On a linear scale a millisecond lies on the ground.
  await page.mouse.move(xOf(plot, 50), plot.top + plot.height - 1);
  await expect.poll(() => page.getByTestId('plot-card').textContent()).toContain('old fast');
  await page.getByTestId('scale-linear').press('ArrowLeft');
  expect(await page.getByTestId('scale-log').getAttribute('aria-checked')).toBe('true');
});
