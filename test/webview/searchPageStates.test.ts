import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchScript } from '../../src/doors/searchScript.ts';
import { type Door, startDoor } from '../support/door.ts';
import { launch } from './support/browser.ts';
import { box, names, openSearch, type OpenedSearch, searchFor } from './support/searchBrowser.ts';
import { done, JAEGER, LOCAL, startSearchDoor, TEMPO } from './support/searchDoor.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const SHOP = new URL('../fixtures/search/shop.json', import.meta.url);

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Runs a test on a page whose sources play `script`. */
async function on(script: SearchScript, use: (opened: OpenedSearch) => Promise<void>, theme = 'dark'): Promise<void> {
  const door = await startSearchDoor(script);
  try {
    const opened = await openSearch(browser, door.url, theme);
    await use(opened);
    expect(opened.complaints).toEqual([]);
    await opened.page.context().close();
  } finally {
    await door.stop();
  }
}

const placeholder = (page: Page) => page.getByTestId('search-placeholder');
const methods = ({ calls }: OpenedSearch): readonly string[] => calls.map(({ method }) => method);
const NOTHING = { steps: [{ afterMs: 20, state: done() }] };

test('a first visit shows what can be asked, and a press asks it', () =>
  on({ sources: [LOCAL, JAEGER], answers: {}, saved: [{ name: 'Mine', text: 'error' }] }, async (opened) => {
    const first = opened.page.getByTestId('search-first-visit');
    expect(await first.textContent()).toContain('Mine');
    expect(await first.getByTestId('add-backend').count()).toBe(0);
    await first.getByText('duration>500ms').click();
    expect(await box(opened.page).inputValue()).toBe('duration>500ms');
    await expect.poll(() => methods(opened)).toContain('search');
  }));

test('with only the local store a backend is offered, and appears among the sources', () =>
  on({ sources: [LOCAL], answers: {}, addBackend: JAEGER }, async ({ page }) => {
    await page.getByTestId('add-backend').click();
    await page.getByTestId('source-jaeger').waitFor();
    await expect.poll(() => page.getByTestId('add-backend').count()).toBe(0);
  }));

test('a slow search shows the shape of what will come, and its progress', () =>
  on({ sources: [LOCAL], answers: { local: { steps: [{ afterMs: 60_000 }] } }, text: 'last 1h' }, async ({ page }) => {
    await page.getByTestId('search-skeleton').waitFor();
    expect(await page.locator('.search-page').getAttribute('aria-busy')).toBe('true');
    expect(await page.getByTestId('source-local').getAttribute('title')).toContain('searching');
    await page.getByTestId('search-go').click();
    await expect.poll(() => placeholder(page).textContent()).toContain('Search cancelled');
    await page.getByTestId('search-again').click();
    await page.getByTestId('search-skeleton').waitFor();
  }));

test('some sources fail, the others are shown, and a secret can be given', () =>
  on(
    {
      sources: [LOCAL, JAEGER, TEMPO],
      text: 'last 1h',
      answers: {
        local: { steps: [{ afterMs: 10, traces: [{ agoMs: 1000 }], state: done() }] },
        jaeger: {
          steps: [
            {
              afterMs: 10,
              state: { state: 'failed', reason: 'unauthorised', message: 'Jaeger staging wants credentials.' },
            },
          ],
        },
        tempo: {
          steps: [
            { afterMs: 30, state: { state: 'failed', reason: 'unreachable', message: 'Tempo EU does not answer.' } },
          ],
        },
      },
    },
    async (opened) => {
      const { page } = opened;
      const failures = page.getByTestId('search-failures');
      await expect.poll(() => failures.textContent()).toContain('Tempo EU does not answer.');
      expect(await names(page)).toEqual(['GET /']);
      await expect
        .poll(() => page.getByTestId('search-said').textContent())
        .toBe('1 trace found. Jaeger staging and Tempo EU could not be searched.');
      await page.getByTestId('credentials-jaeger').click();
      await expect
        .poll(() => opened.calls.at(-1))
        .toEqual({ method: 'enterCredentials', params: { source: 'jaeger' } });
    },
  ));

test('all sources fail: why is all there is to read', () =>
  on(
    {
      sources: [JAEGER],
      text: 'last 1h',
      answers: {
        jaeger: {
          steps: [{ afterMs: 10, state: { state: 'failed', reason: 'other', message: 'Jaeger staging is ill.' } }],
        },
      },
    },
    async (opened) => {
      await expect.poll(() => placeholder(opened.page).textContent()).toContain('Jaeger staging is ill.');
      expect(await opened.page.getByTestId('search-failures').isVisible()).toBe(false);
      await opened.page.getByTestId('search-again').click();
      await expect.poll(() => methods(opened).filter((method) => method === 'search').length).toBe(2);
    },
  ));

test('nothing found: who was asked, for when, and wider windows', () =>
  on(
    { sources: [LOCAL, JAEGER], text: 'error service:x', answers: { local: NOTHING, jaeger: NOTHING } },
    async ({ page }) => {
      await expect
        .poll(() => placeholder(page).textContent())
        .toContain('Local store and Jaeger staging have no matching trace that started in the last hour.');
      await page.getByTestId('widen-24h').click();
      expect(await box(page).inputValue()).toBe('error service:x last 24h');
      await expect.poll(() => placeholder(page).textContent()).toContain('in the last 24 hours');
      // The button is gone with what it stood in; keys go to the box.
      expect(await box(page).evaluate((input) => input === document.activeElement)).toBe(true);
      await page.getByTestId('without-errors').click();
      expect(await box(page).inputValue()).toBe('service:x last 24h');
    },
  ));

test('a host that refuses is quoted', () =>
  on({ sources: [LOCAL], text: 'x', answers: {}, refusal: 'The store is closed.' }, async ({ page }) => {
    await expect.poll(() => placeholder(page).textContent()).toContain('The store is closed.');
  }));

test('notes of a source and Restricted Mode are said', () =>
  on(
    {
      sources: [LOCAL],
      trusted: false,
      text: 'x',
      answers: {
        local: { steps: [{ afterMs: 5, traces: [{ agoMs: 1 }], state: done('none', 'One trace could not be read.') }] },
      },
    },
    async ({ page }) => {
      await expect
        .poll(() => page.getByTestId('search-more').textContent())
        .toContain('Local store: One trace could not be read.');
      expect(await page.getByTestId('search-failures').textContent()).toContain('Restricted Mode');
      expect(await page.getByTestId('add-backend').count()).toBe(0);
    },
  ));

interface Axe {
  run(root: Document, options: object): Promise<{ readonly violations: readonly Violation[] }>;
}
interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Serious and critical findings in what is on the screen. */
async function findings(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { readonly axe: Axe };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`));
  });
}

test.for(['dark', 'light', 'hc'])('axe finds nothing serious in the %s theme, wide or narrow', async (theme) => {
  const script = JSON.parse(await readFile(SHOP, 'utf8')) as SearchScript;
  await on(
    script,
    async ({ page }) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      // Evaluated over the debugger: the page's policy lets no other script in.
      await page.evaluate(await readFile(AXE, 'utf8'));
      expect(await findings(page)).toEqual([]);
      await box(page).pressSequentially('dur');
      await page.getByRole('option').first().waitFor();
      await box(page).press('ArrowDown');
      expect(await findings(page)).toEqual([]);
      await searchFor(page, 'duration> last 6h');
      await expect.poll(() => page.getByTestId('search-said').textContent()).toContain('found');
      await page.getByTestId('search-results').focus();
      await page.keyboard.press('ArrowDown');
      expect(await findings(page)).toEqual([]);
      await page.getByTestId('search-help').click();
      expect(await findings(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.setViewportSize({ width: 420, height: 700 });
      await page.getByTestId('search-lists').click();
      expect(await findings(page)).toEqual([]);
    },
    theme,
  );
});

test('nothing is wider than a narrow panel', async () => {
  const script = JSON.parse(await readFile(SHOP, 'utf8')) as SearchScript;
  await on({ ...script, text: 'last 6h' }, async ({ page }) => {
    await page.setViewportSize({ width: 400, height: 700 });
    await expect.poll(() => page.getByTestId('search-said').textContent()).toContain('found');
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll('.search-page *')]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
        .map((element) => element.className),
    );
    expect(wide).toEqual([]);
  });
});

test('the browser door plays a script from a file', async () => {
  const door: Door = await startDoor(SHOP.pathname, '--search');
  const { page, complaints } = await openSearch(browser, door.url);
  await searchFor(page, 'last 6h');
  await expect.poll(() => page.getByTestId('search-said').textContent()).toMatch(/^\d+ traces found/);
  expect(complaints).toEqual([]);
  await page.context().close();
  expect(await door.stop()).toBe(0);
});
