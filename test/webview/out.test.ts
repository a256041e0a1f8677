import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isPlainSvg } from '../../src/core/plainSvg.ts';
import { type Door, startDoor } from '../support/door.ts';
import { launch, newPage, selectedText, waitForRows } from './support/browser.ts';
import { answerCall, tell } from './support/calls.ts';
import { type LiveDoor, startLiveDoor } from './support/liveDoor.ts';
import { otlpTrace, type OtlpSpan, TRACE_ID } from './support/otlpTrace.ts';
import { PAYLOADS } from './support/payloads.ts';
import { PAYMENT_ID, SHOP_SPANS } from './support/shopTrace.ts';

/** The shop's trace with secrets in the span that is looked at, and a span that links to it. */
const SPANS: readonly OtlpSpan[] = SHOP_SPANS.map((span) => {
  if (span.name === 'POST /charges')
    return {
      ...span,
      attributes: { ...span.attributes, 'http.request.header.authorization': 'Bearer CANARY-1', apiKey: 'CANARY-2' },
    };
  if (span.name === 'consume order.failed') return { ...span, links: [{ traceId: TRACE_ID, spanId: PAYMENT_ID }] };
  return span;
});

let browser: Browser;
let door: Door;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [browser, door] = await Promise.all([launch(), startDoor(otlpTrace(SPANS))]);
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

async function open(url = door.url): Promise<void> {
  await page.goto(url);
  await waitForRows(page);
}

async function select(text: string): Promise<void> {
  await page.getByTestId('waterfall-search').fill(text);
  await expect.poll(() => page.getByTestId('span-name').textContent()).toBe(text);
}

const menu = () => page.getByTestId('actions-menu');
const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

async function act(name: string): Promise<void> {
  await page.getByTestId('actions').click();
  await menu().getByRole('menuitem', { name }).click();
}

/** The parameters of every call of a method from now on. */
function callsOf(method: string): unknown[] {
  const calls: unknown[] = [];
  page.on('request', (request) => {
    const call = (request.postDataJSON() ?? {}) as { readonly method?: string; readonly params?: unknown };
    if (call.method === method) calls.push(call.params);
  });
  return calls;
}

describe('the menu', () => {
  test('is walked by keyboard: arrows go round, Escape gives the focus back', async () => {
    await open();
    await select('POST /charges');
    await page.getByTestId('actions').focus();
    await page.keyboard.press('Enter');
    expect(await page.getByTestId('actions').getAttribute('aria-expanded')).toBe('true');
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    await expect.poll(focused).toContain('Copy as JSON');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toContain('Export picture');
    await page.keyboard.press('Home');
    expect(await focused()).toContain('Copy as JSON');
    await page.keyboard.press('Escape');
    expect(await menu().isHidden()).toBe(true);
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset['testid'])).toBe('actions');
  });

  test('without a selected span there is none to copy', async () => {
    await open();
    await page.getByTestId('actions').click();
    const items = await menu().getByRole('menuitem').allTextContents();
    expect(items.some((text) => text.includes('Copy'))).toBe(false);
    expect(items.some((text) => text.includes('OTLP'))).toBe(true);
  });
});

describe('copy', () => {
  test('a span as JSON, without its secrets', async () => {
    await open();
    await select('POST /charges');
    await act('Copy as JSON');
    await expect.poll(clipboard).toContain(PAYMENT_ID);
    const text = await clipboard();
    expect(text).not.toContain('CANARY');
    const { attributes } = JSON.parse(text) as { attributes: { key: string; value: { value?: unknown } }[] };
    expect(attributes.find(({ key }) => key === 'apiKey')!.value.value).toBe('[masked]');
    expect(attributes.find(({ key }) => key === 'payment.amount')!.value.value).toBe(129.9);
  });

  test('the button of the details copies the same', async () => {
    await open();
    await select('POST /charges');
    await page.getByTestId('copy-span').click();
    await expect.poll(clipboard).toContain(PAYMENT_ID);
    expect(await clipboard()).not.toContain('CANARY');
  });

  test('a span as traceparent and as link', async () => {
    await open();
    await select('POST /charges');
    await act('Copy as traceparent');
    await expect.poll(clipboard).toBe(`00-${TRACE_ID}-${PAYMENT_ID}-01`);
    await act('Copy link');
    await expect.poll(clipboard).toBe(`vscode://spanline.spanline/trace/${TRACE_ID}?span=${PAYMENT_ID}`);
  });
});

describe('export', () => {
  test('secrets are masked unless that is switched off', async () => {
    await open();
    await answerCall(page, 'exportTrace', { ok: null });
    const calls = callsOf('exportTrace');
    await act('Export as OTLP JSON');
    await expect.poll(() => calls).toEqual([{ format: 'otlp-json', mask: true }]);
    await page.getByTestId('actions').click();
    const mask = menu().getByRole('menuitemcheckbox', { name: 'Mask secrets' });
    expect(await mask.getAttribute('aria-checked')).toBe('true');
    await mask.click();
    expect(await mask.getAttribute('aria-checked')).toBe('false');
    await menu().getByRole('menuitem', { name: 'Export as Jaeger JSON' }).click();
    await expect.poll(() => calls.at(-1)).toEqual({ format: 'jaeger-json', mask: false });
  });

  test('what the host refuses is said', async () => {
    await open();
    await act('Export as OTLP JSON');
    await expect
      .poll(() => page.getByTestId('waterfall-notice').textContent())
      .toContain('no editor here to save files');
  });

  test('the picture is an SVG of what is on the screen, and nothing but shapes and text', async () => {
    await open();
    await answerCall(page, 'exportPicture', { ok: null });
    const calls = callsOf('exportPicture') as { readonly svg: string }[];
    await act('Export picture');
    await expect.poll(() => calls.length).toBe(1);
    const { svg } = calls[0]!;
    expect(isPlainSvg(svg)).toBe(true);
    expect(svg).toContain('POST /checkout');
    expect(svg).toContain('412 ms');
    expect(svg).toContain(TRACE_ID);
    expect(svg.match(/<text/g)!.length).toBeGreaterThan(40);
    const drawn = await page.evaluate((source) => {
      const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
      return { tag: parsed.documentElement.tagName, width: parsed.documentElement.getAttribute('width') };
    }, svg);
    expect(drawn).toMatchObject({ tag: 'svg' });
    expect(Number(drawn.width)).toBeGreaterThan(300);
  });

  test('hostile names stay text in the picture (R22)', async () => {
    const spans = PAYLOADS.map((name, i) => ({
      id: i + 1,
      parent: i === 0 ? 0 : 1,
      service: name.slice(0, 50),
      name,
      kind: 'internal' as const,
      startMs: i,
      durationMs: 5,
    }));
    const hostile = await startDoor(otlpTrace(spans));
    try {
      await open(hostile.url);
      await answerCall(page, 'exportPicture', { ok: null });
      const calls = callsOf('exportPicture') as { readonly svg: string }[];
      await act('Export picture');
      await expect.poll(() => calls.length).toBe(1);
      const { svg } = calls[0]!;
      expect(isPlainSvg(svg)).toBe(true);
      const elements = await page.evaluate((source) => {
        const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
        return [...new Set([...parsed.querySelectorAll('*')].map(({ tagName }) => tagName))].sort();
      }, svg);
      expect(elements).toEqual(['path', 'rect', 'svg', 'text', 'title']);
    } finally {
      await hostile.stop();
    }
  });
});

describe('links to a span', () => {
  test('spans of the trace and of others that link here are listed and opened', async () => {
    await open();
    await select('POST /charges');
    const section = page.locator('[data-section="Linked from"]');
    await expect.poll(() => section.count()).toBe(1);
    expect(await section.textContent()).toContain(`${TRACE_ID} (this trace)`);
    const calls = callsOf('openInboundLink');
    await answerCall(page, 'openInboundLink', { ok: null });
    await section.getByRole('button', { name: 'Go to span' }).click();
    await expect.poll(() => calls).toEqual([{ row: expect.any(Number) as number, index: 0 }]);
  });

  test('a span that nothing links to has no such section', async () => {
    await open();
    await select('authenticate');
    await expect.poll(() => page.getByTestId('span-location').getAttribute('data-state')).toBe('none');
    expect(await page.locator('[data-section="Linked from"]').count()).toBe(0);
  });
});

describe('a trace that is still arriving', () => {
  const ARRIVING = SHOP_SPANS.filter(({ id }) => id < 12);
  let live: LiveDoor;
  beforeEach(async () => {
    live = await startLiveDoor(otlpTrace(ARRIVING));
  });
  afterEach(() => live.stop());

  const grow = async (spans: readonly OtlpSpan[], arrivingMs: number): Promise<void> => {
    await live.replace(otlpTrace(spans), arrivingMs);
    await tell(page, 'replaced', await live.source.start());
  };

  test('grows in place: the selected span, the rows on the screen and the details stay', async () => {
    await page.setViewportSize({ width: 1280, height: 400 });
    await open(live.url);
    await select('UPDATE stock');
    await page.getByTestId('waterfall-search').fill('');
    await page.getByTestId('waterfall-scroll').focus();
    await expect.poll(() => page.getByTestId('span-location').getAttribute('data-state')).toBe('none');
    await page.evaluate(() => {
      const details = document.querySelector<HTMLElement>('[data-testid=span-details]')!;
      details.scrollTop = 40;
    });
    const topOf = () =>
      page
        .locator('[role=treeitem][aria-selected=true]')
        .evaluate((row) => Math.round(row.getBoundingClientRect().top));
    const top = await topOf();
    // Spans before all others, above those on the screen and below them.
    await grow([...SHOP_SPANS, { ...SHOP_SPANS[1]!, id: 99, name: 'early', startMs: -8, durationMs: 2 }], 60_000);
    await expect
      .poll(() => page.getByTestId('waterfall-facts').textContent())
      .toContain(`${SHOP_SPANS.length + 1} spans`);
    await expect.poll(() => selectedText(page)).toContain('UPDATE stock');
    await expect.poll(topOf).toBe(top);
    await expect.poll(() => page.getByTestId('span-name').textContent()).toBe('UPDATE stock');
    const scrolled = () => page.getByTestId('span-details').evaluate((details) => details.scrollTop);
    expect(await scrolled()).toBe(40);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('waterfall-scroll');
  });

  test('says so, and settles', async () => {
    await open(live.url);
    expect(await page.getByTestId('arriving').isHidden()).toBe(true);
    await grow(ARRIVING, 60_000);
    await expect.poll(() => page.getByTestId('arriving').isVisible()).toBe(true);
    expect(await page.getByTestId('arriving').textContent()).toBe('Receiving…');
    await grow(SHOP_SPANS, 300);
    await expect.poll(() => page.getByTestId('waterfall-facts').textContent()).toContain(`${SHOP_SPANS.length} spans`);
    await expect.poll(() => page.getByTestId('arriving').isHidden()).toBe(true);
  });

  test('details that have nothing new are not built again', async () => {
    await open(live.url);
    await select('UPDATE stock');
    await page.locator('.span-view').evaluate((view) => ((view as HTMLElement).dataset['kept'] = 'yes'));
    await grow(ARRIVING, 0);
    await expect.poll(() => page.getByTestId('waterfall-facts').textContent()).toContain(`${ARRIVING.length} spans`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await page.locator('.span-view[data-kept=yes]').count()).toBe(1);
  });
});

describe('clocks that differ', () => {
  const host = (name: string) => ({ resource: { 'host.id': name } });
  const SKEWED: readonly OtlpSpan[] = [
    { id: 1, parent: 0, service: 'web', name: 'GET /', kind: 'server', startMs: 0, durationMs: 100, ...host('a') },
    { id: 2, parent: 1, service: 'web', name: 'call', kind: 'client', startMs: 10, durationMs: 60, ...host('a') },
    { id: 3, parent: 2, service: 'api', name: 'handle', kind: 'server', startMs: 90, durationMs: 40, ...host('b') },
  ];

  test('are adjusted on request and back, and the details say by how much', async () => {
    const skewed = await startDoor(otlpTrace(SKEWED));
    try {
      await open(skewed.url);
      const strip = page.getByTestId('skew-strip');
      await expect.poll(() => strip.textContent()).toContain('1 span looks shifted by clock differences');
      await select('handle');
      const clock = page
        .locator('[data-section="Span"] .value-row')
        .filter({ has: page.locator('.value-name', { hasText: /^clock$/ }) });
      expect(await clock.count()).toBe(0);
      await page.getByTestId('adjust-clocks').click();
      await expect.poll(() => clock.textContent()).toContain('shown at 20 ms, −70 ms from where it was sent');
      expect(await selectedText(page)).toContain('handle');
      expect(await page.getByTestId('adjust-clocks').textContent()).toBe('Show times as sent');
      await page.getByTestId('adjust-clocks').click();
      await expect.poll(() => clock.count()).toBe(0);
    } finally {
      await skewed.stop();
    }
  });

  test('that agree are not spoken of', async () => {
    await open();
    expect(await page.getByTestId('skew-strip').isHidden()).toBe(true);
  });
});
