import { type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Door, startDoor } from '../support/door.ts';
import { launch, newPage, openWaterfall, waitForRows } from './support/browser.ts';
import { tell } from './support/calls.ts';
import { type OtlpSpan, otlpTrace } from './support/otlpTrace.ts';
import { PAYLOADS } from './support/payloads.ts';
import { SHOP_SPANS, SHOP_TRACE } from './support/shopTrace.ts';

let browser: Browser;
let door: Door;
let page: Page;
let complaints: readonly string[];

beforeAll(async () => {
  [browser, door] = await Promise.all([launch(), startDoor(SHOP_TRACE)]);
});
afterAll(async () => {
  await browser.close();
  await door.stop();
});
beforeEach(async () => {
  ({ page, complaints } = await openWaterfall(browser, door.url));
});
afterEach(async () => {
  expect(complaints).toEqual([]);
  await page.context().close();
});

const front = (face: string): Promise<void> => page.getByTestId(`face-${face}`).click();
const spanName = (): Promise<string | null> => page.getByTestId('span-name').textContent();
const flameSelected = () => page.locator('[data-testid=flame] [role=treeitem][aria-selected=true]');
const lines = () => page.locator('[data-testid=table] .grid-line');
const titles = (): Promise<readonly string[]> => page.locator('.grid-line .grid-title').allTextContents();
const services = () => page.locator('.service-node');

test('one face is in front, keys go to it, and a reload brings it back', async () => {
  await front('flame');
  await expect.poll(() => page.getByTestId('flame').isVisible()).toBe(true);
  expect(await page.getByTestId('waterfall-scroll').isVisible()).toBe(false);
  expect(await page.getByTestId('waterfall-collapse-all').isVisible()).toBe(false);
  await page.getByTestId('face-flame').press('ArrowRight');
  await expect.poll(() => page.getByTestId('table').isVisible()).toBe(true);
  expect(await page.getByTestId('face-table').getAttribute('aria-checked')).toBe('true');
  await page.waitForTimeout(400);
  await page.reload();
  await expect.poll(() => page.getByTestId('table').isVisible()).toBe(true);
  await expect.poll(titles).toContain('POST /charges');
});

test('the selection is the same in every face', async () => {
  await page.getByTestId('waterfall-search').fill('POST /charges');
  await expect.poll(spanName).toBe('POST /charges');
  await front('flame');
  await expect.poll(() => flameSelected().textContent()).toContain('payment POST /charges, total 142 ms');
  await front('table');
  const selected = page.locator('.grid-line[aria-selected=true]');
  await expect.poll(() => selected.textContent()).toContain('POST /charges');
  await front('graph');
  await expect
    .poll(() => page.locator('.service-node[aria-pressed=true]').getAttribute('aria-label'))
    .toBe('payment, 1 span · self 142 ms, 1 error');
  await page.locator('.service-node', { hasText: 'postgres' }).click();
  await expect.poll(spanName).toBe('UPDATE stock');
  await front('waterfall');
  await expect
    .poll(() => page.locator('[data-testid=waterfall-scroll] [aria-selected=true]').textContent())
    .toContain('postgres UPDATE stock');
});

test('the flame graph is walked and zoomed by keys', async () => {
  await front('flame');
  await page.getByTestId('flame').focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => flameSelected().textContent()).toContain('gateway POST /checkout');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => flameSelected().textContent()).toContain('gateway authenticate');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => flameSelected().textContent()).toContain('gateway POST orders');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect
    .poll(() => flameSelected().textContent())
    .toContain('postgres SELECT stock, total 108 ms, self 108 ms, spans 12');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('flame-crumbs').textContent()).toBe('Whole trace›postgres SELECT stock');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByTestId('flame-crumbs').textContent()).toBe('');
});

test('a fuller state of the trace keeps the zoom', async () => {
  const start = await page.evaluate(async () => {
    const body = JSON.stringify({ rpc: 'call', id: 1, method: 'ready' });
    const packed = await (await fetch('/rpc', { method: 'POST', body })).arrayBuffer();
    const length = new DataView(packed).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(packed, 4, length))) as {
      message: { outcome: { ok: object } };
    };
    return head.message.outcome.ok;
  });
  await page.getByTestId('waterfall-search').fill('POST /charges');
  await expect.poll(spanName).toBe('POST /charges');
  await front('flame');
  await page.getByTestId('flame').focus();
  await page.keyboard.press('Enter');
  const crumbs = page.getByTestId('flame-crumbs');
  await expect.poll(() => crumbs.textContent()).toBe('Whole trace›payment POST /charges');
  await tell(page, 'replaced', { ...start, source: 'replaced' });
  await expect.poll(() => page.getByTestId('waterfall-facts').textContent()).toContain('replaced');
  expect(await crumbs.textContent()).toBe('Whole trace›payment POST /charges');
  await expect.poll(() => flameSelected().textContent()).toContain('payment POST /charges');
});

test('a click on a box selects its slowest span and zooms; the card tells its numbers', async () => {
  await front('flame');
  await page.locator('.flame[data-drawn=operations]').waitFor();
  const box = (await page.getByTestId('flame').boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + 30);
  await expect.poll(() => page.getByTestId('flame-card').textContent()).toContain('POST orders');
  await page.mouse.click(box.x + box.width / 2, box.y + 30);
  await expect.poll(spanName).toBe('POST orders');
  expect(await page.getByTestId('flame-crumbs').textContent()).toContain('gateway POST orders');
  await page.locator('.crumb').first().click();
  await expect.poll(() => page.getByTestId('flame-crumbs').textContent()).toBe('');
});

test('span by span, a box is one span', async () => {
  await front('flame');
  await page.getByTestId('flame-mode-spans').click();
  await page.locator('.flame[data-drawn=spans]').waitFor();
  await page.getByTestId('waterfall-search').fill("sku = 'A-7'");
  await expect.poll(() => flameSelected().textContent()).toContain('postgres SELECT stock, total 9 ms');
});

test('matches keep their colour in the flame graph, the others are dimmed', async () => {
  await front('flame');
  await page.locator('.flame[data-drawn=operations]').waitFor();
  await page.waitForTimeout(100);
  const before = await rootLook();
  await page.getByTestId('waterfall-search').fill('UPDATE stock');
  await expect.poll(spanName).toBe('UPDATE stock');
  await expect.poll(rootLook).not.toBe(before);
  await page.getByTestId('waterfall-search').press('Escape');
  await expect.poll(rootLook).toBe(before);
});

/** A piece of the root's box, as seen. */
async function rootLook(): Promise<string> {
  const { x, y, width } = (await page.getByTestId('flame').boundingBox())!;
  const clip = { x: x + width / 2, y: y + 6, width: 4, height: 8 };
  return (await page.screenshot({ clip })).toString('base64');
}

test('the table sorts by any column', async () => {
  await front('table');
  await expect.poll(titles).not.toEqual([]);
  const sort = async (column: string): Promise<readonly string[]> => {
    await page.getByTestId(`sort-${column}`).click();
    await page.waitForTimeout(60);
    return page.locator(`.grid-line .grid-cell.${column}`).allTextContents();
  };
  const sorted = async (): Promise<string | null> =>
    page.locator('[role=columnheader]:not([aria-sort=none])').getAttribute('aria-sort');
  const counts = (await sort('count')).map(Number);
  expect(counts[0]).toBe(12);
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  expect(await sorted()).toBe('descending');
  expect((await sort('count')).map(Number)).toEqual(counts.toReversed());
  expect(await sorted()).toBe('ascending');
  await sort('title');
  const names = await titles();
  expect(names).toEqual(names.toSorted());
  await sort('total');
  expect((await titles())[0]).toBe('POST /checkout');
});

test('a line selects its slowest span, and Enter shows it in the waterfall', async () => {
  await front('table');
  await lines().filter({ hasText: 'SELECT stock' }).click();
  await expect.poll(spanName).toBe('SELECT stock');
  await page.getByTestId('table').focus();
  await page.keyboard.press('Home');
  await expect.poll(spanName).toBe('POST /charges');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByTestId('waterfall-scroll').isVisible()).toBe(true);
  await expect
    .poll(() => page.locator('[data-testid=waterfall-scroll] [aria-selected=true]').textContent())
    .toContain('POST /charges');
});

test('spans are grouped by service and by any attribute of theirs or their resource’s', async () => {
  await front('table');
  await page.getByTestId('table-by-service').click();
  await expect.poll(() => page.getByTestId('table-count').textContent()).toBe('8 services');
  await page.getByTestId('table-by-attribute').click();
  await expect.poll(() => page.getByTestId('table-note').textContent()).toContain('Type the key');
  await page.getByTestId('table-key').fill('http.response.status_code');
  await expect.poll(async () => (await titles()).toSorted()).toEqual(['(none)', '402', '502']);
  await page.getByTestId('table-key').fill('host.name');
  await expect.poll(titles).toEqual(['shop-1']);
  await page.getByTestId('table-key').fill('no.such.key');
  await expect.poll(() => page.getByTestId('table-note').textContent()).toBe('No span has “no.such.key”.');
});

test('every span is a line, in the order asked for', async () => {
  await front('table');
  await page.getByTestId('table-by-span').click();
  await expect.poll(() => page.getByTestId('table-count').textContent()).toBe(`${SHOP_SPANS.length} spans`);
  await page.getByTestId('sort-start').click();
  await expect.poll(async () => (await titles())[0]).toBe('POST /checkout');
  await page.getByTestId('sort-duration').click();
  await expect
    .poll(async () => (await titles()).slice(0, 3))
    .toEqual(['POST /checkout', 'POST orders', 'POST /orders']);
});

test('a search dims what it did not find, in the table and in the graph', async () => {
  await front('table');
  await page.getByTestId('waterfall-search').fill('stock');
  await expect.poll(() => page.locator('.grid-line:not(.dimmed)').count()).toBe(3);
  await front('graph');
  await expect.poll(() => page.locator('.service-node:not(.dimmed)').count()).toBe(2);
});

test('the service graph tells the numbers of a call', async () => {
  await front('graph');
  await expect.poll(() => services().count()).toBe(8);
  await page.locator('.service-edge[aria-label^="orders calls payment"] > text').first().click();
  const facts = page.getByTestId('service-facts');
  await expect.poll(() => facts.textContent()).toContain('orders → payment');
  expect(await facts.textContent()).toContain('1 call · 1 failed · total 142 ms');
  await services().filter({ hasText: 'orders' }).first().click();
  await expect.poll(() => page.locator('.service-call').count()).toBe(5);
  await page.keyboard.press('ArrowLeft');
  await expect
    .poll(() => page.locator('.service-node[aria-pressed=true]').getAttribute('aria-label'))
    .toContain('gateway');
});

test.for(['dark', 'light', 'hc'])('the faces in the %s theme', async (theme) => {
  await page.goto(`${door.url}?theme=${theme}`);
  await waitForRows(page);
  await page.getByTestId('waterfall-search').fill('POST /charges');
  await expect.poll(spanName).toBe('POST /charges');
  await page.getByTestId('waterfall-search').press('Escape');
  for (const face of ['flame', 'table', 'graph']) {
    await front(face);
    await page.mouse.move(300, 500);
    await page.waitForTimeout(150);
    await page.screenshot({ path: `docs/images/face-${face}-${theme}.png` });
  }
});

test('a trace of one span has a picture and a sentence in every face', async () => {
  const one = await startDoor(otlpTrace([SHOP_SPANS[0]!]));
  await page.goto(one.url);
  await waitForRows(page);
  await front('flame');
  await expect.poll(() => page.locator('.flame .face-note').textContent()).toContain('one span');
  await front('table');
  await expect.poll(titles).toEqual(['POST /checkout']);
  await front('graph');
  await expect.poll(() => page.getByTestId('services-sentence').textContent()).toContain('One service');
  await one.stop();
});

/** Every payload where a face shows text. */
const HOSTILE: readonly OtlpSpan[] = PAYLOADS.map((payload, index) => ({
  id: index + 1,
  parent: index === 0 ? 0 : 1,
  service: payload,
  name: payload,
  kind: 'internal',
  startMs: index,
  durationMs: index === 0 ? 100 : 1,
  attributes: { hostile: payload },
}));

test('hostile names are text in every face', async () => {
  const hostile = await startDoor(otlpTrace(HOSTILE));
  const opened = await newPage(browser);
  const { page: at } = opened;
  await at.addInitScript(() => Object.assign(window, { __pwn: () => Object.assign(window, { __pwned: true }) }));
  await at.goto(hostile.url);
  await waitForRows(at);
  await at.getByTestId('face-flame').click();
  await at.getByTestId('flame').hover({ position: { x: 40, y: 30 } });
  await at.getByTestId('flame').focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await at.keyboard.press(key);
  await at.getByTestId('face-table').click();
  await at.getByTestId('table-by-attribute').click();
  await at.getByTestId('table-key').fill('hostile');
  await expect.poll(() => at.locator('.grid-line').count()).toBeGreaterThan(5);
  await at.getByTestId('table-key').fill('<img src=x onerror=__pwn()>');
  await at.getByTestId('face-graph').click();
  await expect.poll(() => at.locator('.service-node').count()).toBeGreaterThan(5);
  await at.locator('.service-node').first().focus();
  const found = await at.evaluate(() => ({
    pwned: '__pwned' in window,
    foreign: document.querySelectorAll('a, form, iframe, object, embed, img, foreignObject, image, use').length,
    scripts: document.querySelectorAll('.faces script').length,
    handlers: [...document.querySelectorAll('*')].filter((element) =>
      element.getAttributeNames().some((name) => name.startsWith('on')),
    ).length,
  }));
  expect(found).toEqual({ pwned: false, foreign: 0, scripts: 0, handlers: 0 });
  expect(opened.complaints).toEqual([]);
  await at.context().close();
  await hostile.stop();
});
