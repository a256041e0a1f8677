import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchScript } from '../../src/doors/searchScript.ts';
import { visibleText } from '../../src/core/visibleText.ts';
import { launch, newPage } from './support/browser.ts';
import { PAYLOADS } from './support/payloads.ts';
import { box, lines } from './support/searchBrowser.ts';
import { done, type SearchDoor, startSearchDoor } from './support/searchDoor.ts';

/** Every payload wherever a host passes on text that is not ours. */
const SCRIPT: SearchScript = {
  sources: PAYLOADS.map((payload, index) => ({ id: `source ${index}`, label: payload, kindLabel: payload })),
  services: PAYLOADS,
  operations: PAYLOADS,
  recent: PAYLOADS.map((payload) => payload.slice(0, 1000)),
  saved: PAYLOADS.map((payload) => ({ name: payload, text: payload })),
  answers: Object.fromEntries(
    PAYLOADS.map((payload, index) => [
      `source ${index}`,
      {
        steps: [
          {
            afterMs: 10,
            traces: [
              {
                agoMs: 60_000 * (index + 1),
                traceId: String(index + 1).padStart(32, '0') as never,
                rootService: payload,
                rootName: payload,
                durationNs: 10 ** (index % 12),
                services: PAYLOADS,
                errors: index % 3,
              },
            ],
            state:
              index % 2 === 0
                ? done('narrow', payload)
                : { state: 'failed' as const, reason: 'unauthorised' as const, message: payload },
          },
        ],
      },
    ]),
  ),
};

let browser: Browser;
let door: SearchDoor;

beforeAll(async () => {
  [browser, door] = await Promise.all([launch(), startSearchDoor(SCRIPT)]);
});
afterAll(async () => {
  await browser.close();
  await door.stop();
});

const ALLOWED = new Set(
  (
    'html head meta title link style body main script div section span b code h2 h3 p input button canvas svg path ' +
    'vscode-button vscode-dropdown vscode-option'
  ).split(' '),
);

test('hostile text is text: nothing runs, loads or appears', async () => {
  const { page, complaints } = await newPage(browser);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).origin));
  await page.addInitScript(() => Object.assign(window, { __pwn: () => Object.assign(window, { __pwned: true }) }));
  await page.goto(door.url);
  const inspect = async (): Promise<void> => {
    const found = await page.evaluate(() => ({
      pwned: '__pwned' in window,
      tags: [...new Set([...document.querySelectorAll('*')].map((element) => element.localName))],
      handlers: [...document.querySelectorAll('*')].filter((element) =>
        element.getAttributeNames().some((name) => name.startsWith('on') || name === 'srcdoc'),
      ).length,
      longest: Math.max(
        ...[...document.querySelectorAll('*')].map((element) =>
          element.childNodes.length === 1 ? (element.textContent ?? '').length : 0,
        ),
      ),
    }));
    expect(found.pwned).toBe(false);
    expect(found.tags.filter((tag) => !ALLOWED.has(tag))).toEqual([]);
    expect(found.handlers).toBe(0);
    expect(found.longest).toBeLessThan(20_000);
  };
  await page.getByTestId('search-first-visit').getByRole('button').first().waitFor();
  await inspect();
  await box(page).fill('service:');
  await page.getByRole('option').first().waitFor();
  await inspect();
  await box(page).press('Control+Enter');
  await expect.poll(() => page.getByTestId('search-said').textContent(), { timeout: 5000 }).toContain('found');
  await page.setViewportSize({ width: 1200, height: 2400 });
  await expect.poll(() => lines(page).count()).toBe(PAYLOADS.length);
  const shown = await lines(page).locator('.result-name').allTextContents();
  for (const [index, payload] of PAYLOADS.entries())
    if (payload.length <= 200) expect(shown).toContain(visibleText(payload) || '(unnamed)');
    else expect(shown[index]!.length).toBeLessThan(1300);
  const box0 = (await page.getByTestId('search-plot').boundingBox())!;
  for (let x = 70; x < box0.width; x += 12) await page.mouse.move(box0.x + x, box0.y + box0.height / 2);
  await page.getByTestId('search-lists').click();
  await inspect();
  expect([...new Set(requests)]).toEqual([new URL(door.url).origin]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('the page is as strict as a panel', async () => {
  const html = await (await fetch(door.url)).text();
  expect(html).toContain("default-src 'none'");
  expect(html).not.toContain('unsafe');
});
