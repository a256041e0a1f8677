import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Door, startDoor } from '../support/door.ts';
import { launch, newPage, waitForRows } from './support/browser.ts';
import { type OtlpSpan, otlpTrace } from './support/otlpTrace.ts';
import { PAYLOADS } from './support/payloads.ts';

let browser: Browser;
let door: Door;

/** Every payload in every place of a span that is text. */
const SPANS: readonly OtlpSpan[] = PAYLOADS.map((payload, index) => ({
  id: index + 1,
  parent: index === 0 ? 0 : 1,
  service: payload,
  name: payload,
  kind: 'internal',
  startMs: index,
  durationMs: index === 0 ? 100 : 1,
  error: payload,
  scope: payload,
  attributes: { [payload]: payload, 'http.url': payload, json: JSON.stringify({ [payload]: payload }) },
  resource: { [`r.${payload}`]: payload },
  events: [
    { atMs: index, name: payload, attributes: { 'exception.stacktrace': payload, 'exception.message': payload } },
  ],
  links: [{ traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), attributes: { [payload]: payload } }],
}));

beforeAll(async () => {
  [browser, door] = await Promise.all([launch(), startDoor(otlpTrace(SPANS))]);
});
afterAll(async () => {
  await browser.close();
  await door.stop();
});

const ALLOWED = new Set(
  (
    'html head meta title link style body main script div span b h2 p ul li pre aside details summary button input canvas ' +
    'svg path wbr vscode-button vscode-dropdown vscode-option'
  ).split(' '),
);

test('hostile text is text: nothing runs, loads or appears', { timeout: 120_000 }, async () => {
  const { page, complaints } = await newPage(browser);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).origin));
  await page.addInitScript(() => Object.assign(window, { __pwn: () => Object.assign(window, { __pwned: true }) }));
  await page.goto(door.url);
  await waitForRows(page);
  await page.getByTestId('waterfall-scroll').focus();
  for (const _ of SPANS) {
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(() => document.querySelector('[data-section=Resource]') !== null);
    await page.waitForTimeout(80);
    await page.evaluate(() => {
      for (const more of document.querySelectorAll<HTMLElement>('button.more')) more.click();
    });
  }
  const found = await page.evaluate(() => ({
    pwned: '__pwned' in window,
    tags: [...new Set([...document.querySelectorAll('*')].map((element) => element.localName))],
    handlers: [...document.querySelectorAll('*')].filter((element) =>
      element.getAttributeNames().some((name) => name.startsWith('on') || name === 'srcdoc'),
    ).length,
    links: document.querySelectorAll('a, form, iframe, object, embed, img').length,
  }));
  expect(found.pwned).toBe(false);
  expect(found.tags.filter((tag) => !ALLOWED.has(tag))).toEqual([]);
  expect(found.handlers).toBe(0);
  expect(found.links).toBe(0);
  expect([...new Set(requests)]).toEqual([new URL(door.url).origin]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('the page is as strict as a panel', async () => {
  const html = await (await fetch(door.url)).text();
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/unsafe-(inline|eval)/);
  expect(html).not.toContain('__pwn');
});
