import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Door, startDoor } from '../support/door.ts';
import { launch, newPage, waitForRows } from './support/browser.ts';
import { answerCall } from './support/calls.ts';
import { TRACE_ID } from './support/otlpTrace.ts';
import { PAYMENT_ID, SHOP_TRACE, STACK } from './support/shopTrace.ts';

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
  ({ page, complaints } = await newPage(browser));
});
afterEach(async () => {
  expect(complaints).toEqual([]);
  await page.context().close();
});

const details = () => page.getByTestId('span-details');
const valueOf = (section: string, name: string) =>
  details()
    .locator(`[data-section="${section}"] .value-row`)
    .filter({ has: page.locator('.value-name', { hasText: new RegExp(`^${name}$`) }) })
    .locator('.value');

async function select(text: string): Promise<void> {
  await page.goto(door.url);
  await waitForRows(page);
  await page.getByTestId('waterfall-search').fill(text);
  await expect.poll(() => page.getByTestId('span-name').textContent()).toBe(text);
  await page.getByTestId('waterfall-scroll').focus();
}

test('all of the span is there as it was sent', async () => {
  await select('POST /charges');
  expect(await valueOf('Span', 'duration').textContent()).toBe('142 ms · 34.5 % of the trace');
  expect(await valueOf('Span', 'status').textContent()).toBe('error: card declined');
  expect(await valueOf('Span', 'kind').textContent()).toBe('server');
  expect(await valueOf('Span', 'time').textContent()).toBe('2026-01-01 00:00:00.232 UTC');
  expect(await valueOf('Span', 'span ID').textContent()).toBe(PAYMENT_ID);
  expect(await valueOf('Span', 'trace ID').textContent()).toBe(TRACE_ID);
  expect(await valueOf('Attributes', 'http.response.status_code').textContent()).toBe('402');
  expect(await valueOf('Attributes', 'payment.amount').textContent()).toBe('129.9');
  expect(await valueOf('Attributes', 'payment.retry').textContent()).toBe('true');
  expect(await valueOf('Attributes', 'payment.methods').textContent()).toBe('["card", "transfer"]');
  expect(await valueOf('Attributes', 'payment.note').textContent()).toBe('left\\u202eright\\u0007');
  expect(await valueOf('Resource', 'service.name').textContent()).toBe('payment');
  expect(await valueOf('Scope', 'name').textContent()).toBe('@opentelemetry/instrumentation-http');
  expect(await details().locator('.event-name').allTextContents()).toEqual(['card tokenised', 'exception']);
  expect(await details().locator('.event-offset').allTextContents()).toEqual(['+8 ms', '+128 ms']);
});

test('long values fold and unfold', async () => {
  await select('POST /charges');
  const body = valueOf('Attributes', 'http.request.body');
  expect(await body.textContent()).not.toContain('line 40');
  await body.getByRole('button', { name: 'Show more' }).click();
  expect(await body.textContent()).toContain('line 40 of a long body');
  await body.getByRole('button', { name: 'Show less' }).click();
  expect(await body.textContent()).not.toContain('line 40');
});

test('every value can be copied, by pointer and by keyboard', async () => {
  await select('POST /charges');
  const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  await details().getByRole('button', { name: 'Copy the stack trace' }).click();
  await expect.poll(clipboard).toBe(STACK);
  await page.getByTestId('waterfall-scroll').focus();
  await page.keyboard.press('c');
  await expect.poll(clipboard).toBe(PAYMENT_ID);
  await details().locator('[data-section=Attributes] button.copy').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(clipboard).toBe('402');
  await page.getByTestId('copy-span').click();
  await expect.poll(async () => (JSON.parse(await clipboard()) as { spanId: string }).spanId).toBe(PAYMENT_ID);
});

test('a source that was found can be gone to, by button, Enter and double click', async () => {
  let opened = 0;
  await answerCall(page, 'location', {
    ok: {
      state: 'found',
      label: 'payment/src/charge.ts:48',
      confidence: 'exact',
      reason: 'The source map of dist/charge.js says so.',
    },
  });
  await answerCall(page, 'openSource', {
    ok: { state: 'found', label: 'payment/src/charge.ts:50', confidence: 'likely', reason: 'It has moved.' },
  });
  page.on('request', (request) => {
    if (request.postData()?.includes('openSource')) opened++;
  });
  await select('POST /charges');
  await expect.poll(() => page.getByTestId('span-location').textContent()).toContain('payment/src/charge.ts:48');
  expect(await page.getByTestId('span-location').textContent()).toContain('exact');
  await page.getByTestId('go-to-source').click();
  await expect.poll(() => opened).toBe(1);
  await page.getByTestId('waterfall-scroll').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => opened).toBe(2);
  // Where it is may be known better after that.
  await expect.poll(() => page.getByTestId('span-location').textContent()).toContain('payment/src/charge.ts:50');
  expect(await page.getByTestId('waterfall-notice').isVisible()).toBe(false);
});

test('a place can be put right, and what became of it since is said', async () => {
  const found = { state: 'found', label: 'src/a.ts:1', confidence: 'guess', reason: 'The name says so.' };
  await answerCall(page, 'location', { ok: { ...found, drift: 'The function has changed since it ran.' } });
  await answerCall(page, 'correctLocation', {
    ok: { ...found, label: 'src/b.ts:7', confidence: 'exact', reason: 'You chose this place for it.' },
  });
  await select('POST /charges');
  const location = page.getByTestId('span-location');
  await expect
    .poll(() => location.locator('.location-drift').textContent())
    .toBe('The function has changed since it ran.');
  await page.getByTestId('correct-location').click();
  await expect.poll(() => location.textContent()).toContain('src/b.ts:7');
  expect(await location.locator('.location-drift').count()).toBe(0);
});

test('several places that fit are a choice', async () => {
  await answerCall(page, 'location', {
    ok: { state: 'ambiguous', labels: ['a/x.py:2', 'b/x.py:2'], reason: 'Two fit.' },
  });
  await answerCall(page, 'openSource', {
    ok: { state: 'found', label: 'b/x.py:2', confidence: 'exact', reason: 'You chose this place for it.' },
  });
  await select('POST /charges');
  await expect.poll(() => page.getByTestId('span-location').getAttribute('data-state')).toBe('ambiguous');
  await page.getByTestId('go-to-source').click();
  await expect.poll(() => page.getByTestId('span-location').getAttribute('data-state')).toBe('found');
});

test('a span without a place says what would help, to copy', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const snippet = { label: 'a span processor for Node.js', text: 'export class CodeAttributes {}\n' };
  await answerCall(page, 'location', { ok: { state: 'none', hint: 'The SDK sets no code attributes.', snippet } });
  await select('POST /charges');
  await page.getByTestId('copy-snippet').click();
  expect(await page.getByTestId('copy-snippet').textContent()).toBe('Copy a span processor for Node.js');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(snippet.text);
});

test('what was logged while the span ran stands under it, as text, with its offset and severity', async () => {
  await answerCall(page, 'logs', {
    ok: [
      {
        epochNs: '1767225600232500000',
        severity: 'INFO',
        severityNumber: 9,
        body: 'charging <b>42</b>',
        attributes: [],
      },
      { epochNs: '1767225600300000000', severity: 'WARN', severityNumber: 13, body: 'retrying', attributes: [] },
      {
        epochNs: '1767225600373000000',
        severity: '',
        severityNumber: 17,
        body: 'card declined',
        attributes: [{ key: 'card.brand', value: { type: 'string', value: 'visa' } }],
      },
    ],
  });
  await select('POST /charges');
  const logs = details().locator('[data-section="Logs"]');
  await expect
    .poll(() => logs.locator('.log-body').allTextContents())
    .toEqual(['charging <b>42</b>', 'retrying', 'card declined']);
  expect(await logs.locator('.log-severity').allTextContents()).toEqual(['INFO', 'WARN', 'ERROR']);
  expect(await logs.locator('.log-severity.error').count()).toBe(1);
  expect(await logs.locator('.event-offset').allTextContents()).toEqual(['+500 µs', '+68 ms', '+141 ms']);
  expect(await valueOf('Logs', 'card.brand').textContent()).toBe('visa');
});

test('logs that cannot be read say so', async () => {
  await answerCall(page, 'logs', { message: 'The trace store is busy: try again.' });
  await select('POST /charges');
  const logs = details().locator('[data-section="Logs"]');
  await expect
    .poll(() => logs.locator('.log-note').textContent())
    .toBe('The logs could not be read: The trace store is busy: try again.');
});

test('a source that was not found has no link, but a reason', async () => {
  await select('authenticate');
  await expect.poll(() => page.getByTestId('span-location').getAttribute('data-state')).toBe('none');
  expect(await page.getByTestId('go-to-source').count()).toBe(0);
  await page.getByTestId('waterfall-search').fill('POST /orders');
  await expect.poll(() => page.getByTestId('span-location').getAttribute('data-state')).toBe('missing');
  expect(await page.getByTestId('span-location').textContent()).toContain('code.line.number=31');
});

test('an orphan says so', async () => {
  await select('write audit log');
  expect(await details().locator('.repairs').textContent()).toBe('Its parent never arrived, so it is shown as a root.');
});

test('what the host refuses is said above the rows', async () => {
  await select('POST /charges');
  await details().getByRole('button', { name: 'Open trace' }).click();
  await expect
    .poll(() => page.getByTestId('waterfall-notice').textContent())
    .toContain('There is no editor here to open other traces');
});
