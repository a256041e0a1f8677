import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { launchChromium } from '../support/editor/launchChromium.ts';
import { startDoor } from '../support/door.ts';
import { generateTrace, type Shape } from './generateTrace.ts';

/*
 * The waterfall in headless Chromium through the `webview` door, software raster, one page a trace. Parsing happens before the page is
 * asked for and is printed apart. Each figure is the median of RUNS pages; heap is JavaScript's after a collection, array buffers included.
 */
const RUNS = 3;
const CASES: readonly (readonly [number, Shape])[] = [
  [1000, 'mixed'],
  [10_000, 'mixed'],
  [100_000, 'mixed'],
  [1_000_000, 'mixed'],
  [100_000, 'wide'],
  [100_000, 'deep'],
];

/** All in milliseconds but the heap. */
interface Figures {
  readonly firstRows: number;
  readonly scrollP50: number;
  readonly scrollWorst: number;
  readonly jumpP50: number;
  readonly jumpWorst: number;
  readonly find: number;
  readonly collapseAll: number;
  readonly details: number;
  readonly flame: number;
  readonly heapMb: number;
}

/** `only` names cases such as `100000-mixed`; none means all. */
export async function benchWaterfall(only: readonly string[]): Promise<void> {
  console.log(
    `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}, median of ${RUNS}`,
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'spanline-bench-'));
  try {
    for (const [spans, shape] of CASES) {
      const name = `${spans}-${shape}`;
      if (only.length > 0 && !only.includes(name)) continue;
      const file = path.join(folder, `${name}.bin`);
      writeFileSync(file, generateTrace(spans, shape));
      await benchCase(name, file, path.join(folder, 'browser'));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchCase(name: string, file: string, browserDir: string): Promise<void> {
  const begin = performance.now();
  const door = await startDoor(file);
  const parseMs = performance.now() - begin;
  const browser = await launchChromium(browserDir, { width: 1440, height: 900 });
  try {
    const runs: Figures[] = [];
    for (let run = 0; run < RUNS; run++) {
      const page = await browser.newPage();
      runs.push(await measure(page, `${door.url}?theme=dark`));
      await page.close();
    }
    const middle = (pick: (figures: Figures) => number): string =>
      runs
        .map(pick)
        .toSorted((a, b) => a - b)
        .at(RUNS >> 1)!
        .toFixed(0);
    console.log(
      `${name.padEnd(14)} first rows ${middle((f) => f.firstRows)} ms · scroll p50 ${middle((f) => f.scrollP50)} worst ${middle((f) => f.scrollWorst)} ms` +
        ` · jump p50 ${middle((f) => f.jumpP50)} worst ${middle((f) => f.jumpWorst)} ms · find ${middle((f) => f.find)} ms` +
        ` · collapse all ${middle((f) => f.collapseAll)} ms · details ${middle((f) => f.details)} ms · flame ${middle((f) => f.flame)} ms` +
        ` · heap ${middle((f) => f.heapMb)} MB · door ready ${parseMs.toFixed(0)} ms`,
    );
  } finally {
    await browser.close();
    await door.stop();
  }
}

async function measure(page: Page, url: string): Promise<Figures> {
  await page.goto(url);
  const firstRows = await page.evaluate(async () => {
    while (performance.getEntriesByName('first-rows').length === 0) await new Promise(requestAnimationFrame);
    return performance.getEntriesByName('first-rows')[0]!.startTime;
  });
  // All rows are there when the scroller has its full height for a while.
  await page.waitForTimeout(1500);
  const scroll = await page.evaluate(async () => {
    const scroller = document.querySelector<HTMLElement>('[data-testid=waterfall-scroll]')!;
    const frames: number[] = [];
    let last = await new Promise<number>(requestAnimationFrame);
    for (let i = 0; i < 120; i++) {
      scroller.scrollTop += 60;
      const now = await new Promise<number>(requestAnimationFrame);
      frames.push(now - last);
      last = now;
    }
    frames.sort((a, b) => a - b);
    return { p50: frames[60]!, worst: frames.at(-1)! };
  });
  const jump = await page.evaluate(async () => {
    const scroller = document.querySelector<HTMLElement>('[data-testid=waterfall-scroll]')!;
    const frames: number[] = [];
    let seed = 7;
    for (let i = 0; i < 60; i++) {
      seed = (seed * 16_807) % 2_147_483_647;
      const begin = performance.now();
      scroller.scrollTop = (seed / 2_147_483_647) * scroller.scrollHeight;
      // The first frame draws; its end is the start of the next.
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      frames.push((performance.now() - begin) / 2);
    }
    frames.sort((a, b) => a - b);
    return { p50: frames[30]!, worst: frames.at(-1)! };
  });
  const find = await page.evaluate(async () => {
    const box = document.querySelector<HTMLInputElement>('[data-testid=waterfall-search]')!;
    const count = document.querySelector<HTMLElement>('[data-testid=waterfall-search-count]')!;
    const begin = performance.now();
    const shown = new Promise<void>((resolve) => {
      new MutationObserver(() => {
        if (/\d|No/.test(count.textContent ?? '')) resolve();
      }).observe(count, { childList: true, characterData: true, subtree: true });
    });
    box.value = 'user-4321';
    box.dispatchEvent(new Event('input', { bubbles: true }));
    await shown;
    return performance.now() - begin;
  });
  const details = await page.evaluate(async () => {
    const tree = document.querySelector<HTMLElement>('[data-testid=waterfall-scroll]')!;
    tree.focus();
    const took: number[] = [];
    for (let i = 0; i < 9; i++) {
      const pane = document.querySelector('.details')!;
      // A key that is held down is answered more slowly on purpose.
      await new Promise((resolve) => setTimeout(resolve, 300));
      const begin = performance.now();
      const changed = new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          resolve();
        });
        observer.observe(pane, { childList: true, characterData: true, subtree: true });
      });
      tree.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
      await changed;
      await new Promise(requestAnimationFrame);
      took.push(performance.now() - begin);
    }
    took.sort((a, b) => a - b);
    return took[4]!;
  });
  const collapseAll = await clickToFrame(page, '[data-testid=waterfall-collapse-all]');
  await page.waitForTimeout(300);
  const flame = await clickToFrame(page, '[data-testid=face-flame]');
  const heapMb = await heapOf(page);
  return {
    firstRows,
    scrollP50: scroll.p50,
    scrollWorst: scroll.worst,
    jumpP50: jump.p50,
    jumpWorst: jump.worst,
    find,
    collapseAll,
    details,
    flame,
    heapMb,
  };
}

/** From a click to the end of the frame that shows its effect. */
async function clickToFrame(page: Page, selector: string): Promise<number> {
  return page.evaluate(async (wanted) => {
    const button = document.querySelector<HTMLElement>(wanted);
    if (!button) return Number.NaN;
    const begin = performance.now();
    button.click();
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - begin;
  }, selector);
}

async function heapOf(page: Page): Promise<number> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as {
    readonly usedSize: number;
    readonly backingStorageSize?: number;
  };
  return (usage.usedSize + (usage.backingStorageSize ?? 0)) / 1e6;
}
