import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../../scripts/lib/freePort.mjs';
import { dumpOnFailure } from '../../support/dumpOnFailure.ts';
import { startEditor, type EditorSession } from '../../support/editorSession.ts';
import { batchTraceId, spanBatch, type BatchSpan } from '../../support/spanBatch.ts';
import { post } from '../../unit/collector/support/post.ts';

/*
 * From code to spans and back in languages that this VS Code knows by their grammar alone: Python and Go. The tests build on each other.
 */
const CART_PY = `import tracing
from flask import Flask

app = Flask(__name__)


def total(lines):
    return sum(line.price for line in lines)


class Cart:
    @tracing.traced
    def price(self):
        subtotal = total(self.lines)
        return subtotal - self.discount()

    def discount(self):
        with tracing.tracer.start_as_current_span("apply discount"):
            return 1


@app.get("/orders/<int:order_id>")
def show_order(order_id):
    return {"id": order_id}


def refund(order):
    with tracing.tracer.start_as_current_span("refund"):
        return order
`;
const STOCK_GO = `package stock

import "context"

type Store struct{ counts map[string]int }

// Look tells how many are left.
func (s *Store) Look(ctx context.Context, sku string) int {
	ctx, span := tracer.Start(ctx, "look up stock")
	defer span.End()
	return s.counts[sku]
}

func reserve(sku string) bool {
	return sku != ""
}
`;

let folder: string;
let session: EditorSession;
let port: number;
let revision: string;
let trace = 0;
dumpOnFailure(() => session);

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Walk', '-c', 'user.email=walk@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' }).trim();
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

async function send(
  service: string,
  resource: Readonly<Record<string, string>>,
  spans: readonly BatchSpan[],
): Promise<void> {
  expect((await post({ port, body: spanBatch(service, resource, spans) })).status).toBe(200);
}

/** As many calls, each a trace of its own, from 1 ms up. */
function calls(count: number, span: Omit<BatchSpan, 'trace' | 'durationMs'>, slower = 1): readonly BatchSpan[] {
  return Array.from({ length: count }, (_, i) => ({ ...span, trace: ++trace, durationMs: (i + 1) * slower }));
}

const lens = (text: string | RegExp) => session.page.locator('.codelens-decoration').filter({ hasText: text });

/** How far the code with this text is below the lens. */
async function gapPx(lensText: string | RegExp, code: string): Promise<number> {
  const above = await lens(lensText).first().boundingBox();
  const below = await session.page.locator('.view-line').filter({ hasText: code }).first().boundingBox();
  return below!.y - above!.y;
}

const THEMES = [
  ['Light Modern', 'light'],
  ['Default High Contrast', 'hc'],
  ['Dark Modern', 'dark'],
] as const;

/** Rests the pointer on one of the words of a line until the latency shows. */
async function hoverOver(line: string, word: number): Promise<void> {
  await session.page.mouse.move(5, 5);
  await session.page.locator('.view-line').filter({ hasText: line }).locator('span span').nth(word).hover();
  await session.page.locator('.monaco-hover:visible').getByText('of the last hour').waitFor({ timeout: 15_000 });
}

async function openTrace(traceId: string): Promise<FrameLocator> {
  await session.runCommand('Spanline: Open Trace...');
  await session.quickInput(traceId);
  const frame = await session.webviewFrame(`Trace ${traceId.slice(0, 8)}`);
  await frame.getByRole('treeitem').first().waitFor();
  await frame.getByRole('tree').focus();
  await session.page.keyboard.press('Home');
  return frame;
}

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'spanline-mapping-walk-')));
  write('shop/cart.py', CART_PY);
  write('stock/stock.go', STOCK_GO);
  write('a/util.py', 'def helper():\n    return 1\n');
  write('b/util.py', 'def helper():\n    return 2\n');
  write('web/app.js', 'first();\nsecond();\n');
  const sourcesContent = ['export const first = 1;\n\nexport function second(): void {}\n'];
  const map = {
    version: 3,
    sources: ['webpack://shop/./src/gone.ts'],
    sourcesContent,
    names: [],
    mappings: 'AAAA;AAEA',
  };
  write('web/app.js.map', JSON.stringify(map));
  // A method that the look of the text does not tell, and TypeScript's own index does.
  write(
    'web/basket.ts',
    'const flag = true;\nexport const basket = flag ? { add(): void {} } : {\n  sumUp(): number {\n    return 1;\n  },\n};\n',
  );
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'as it ran');
  revision = git('rev-parse', 'HEAD');
  write(
    'stock/stock.go',
    STOCK_GO.replace(
      'import "context"\n',
      'import (\n\t"context"\n\t"errors"\n)\n\nvar errNone = errors.New("none")\n',
    ),
  );
  git('commit', '-qam', 'moved since');
  port = await freePort(24_618);
  session = await startEditor({
    name: 'mapping',
    workspace: folder,
    settings: { 'spanline.receiver.port': port, 'spanline.receiver.autoStart': 'always' },
  });
  await session.statusBar(`Traces: ${port}`).waitFor();
});

afterAll(async () => {
  await session?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('latency stands above a Python method, whatever its decorators, and above a route that spans only name', async () => {
  const code = {
    'code.file.path': '/srv/app/shop/cart.py',
    'code.line.number': 14,
    'code.function.name': 'Cart.price',
  };
  await send('cart', { 'service.version': '1.0' }, [
    ...calls(20, { name: 'price', attributes: code }),
    ...calls(3, { name: 'price', attributes: code, error: 'EmptyCart' }),
    ...calls(8, { name: 'GET /orders/<int:order_id>', kind: 2 }),
    ...calls(6, { name: 'apply discount' }),
  ]);
  await session.openFile('shop/cart.py');
  await lens('23 calls').waitFor({ timeout: 30_000 });
  await lens('8 calls').waitFor();
  await lens('6 calls').waitFor();
  expect(await lens('23 calls').textContent()).toMatch(
    /^p50 \S+ ms · p95 \S+ ms · p99 \S+ ms · 23 calls · 13 % errors$/,
  );
  const lineHeight = await session.page.locator('.view-line').first().boundingBox();
  for (const [count, text] of [
    ['23 calls', 'def price'],
    ['8 calls', 'def show_order'],
    ['6 calls', 'def discount'],
  ] as const)
    expect(await gapPx(count, text), text).toBeLessThan(2 * lineHeight!.height);
});

test('a hover over it shows how the calls are spread, what failed and traces to look at', async () => {
  for (const [theme, name] of THEMES) {
    await session.setTheme(theme);
    await hoverOver('def price', -1);
    await session.screenshot(`hover-${name}`, name === 'dark' ? 'readme' : 'results');
    if (name !== 'dark') await session.page.keyboard.press('Escape');
  }
  const hover = session.page.locator('.monaco-hover:visible');
  // VS Code keeps the spaces of foreign text as they are.
  const text = (await hover.textContent())!.replaceAll('\u00a0', ' ');
  expect(text).toContain('23 calls · 13 % errors');
  expect(text).toContain('Last 3 failures: EmptyCart 3');
  expect(text).toMatch(/100 % of the time of the last 10 calls is its own/);
  const picture = hover.locator('img[src^="data:image/svg+xml"]');
  await expect.poll(async () => (await picture.boundingBox())?.height ?? 0).toBeGreaterThan(40);
  await hover.getByRole('link', { name: /20 ms/ }).first().click();
  await session.webviewFrame('Trace ');
  await session.runCommand('View: Close All Editors');
});

test('the same for Go, from a function name with its module path', async () => {
  const code = {
    'code.function.name': 'example.com/shop/stock.(*Store).Look',
    'code.file.path': 'example.com/shop/stock/stock.go',
    'code.line.number': 9,
  };
  await send('stock', {}, calls(7, { name: 'look up stock', attributes: code }, 3));
  await session.openFile('stock/stock.go');
  await lens('7 calls').waitFor({ timeout: 30_000 });
  // Line 9 was in the function when it ran; by its name it is found where it is now.
  const lineHeight = await session.page.locator('.view-line').first().boundingBox();
  expect(await gapPx('7 calls', 'func (s *Store) Look')).toBeLessThan(2 * lineHeight!.height);
  await hoverOver('Look(ctx', 4);
  await session.page.keyboard.press('Escape');
});

test('the hottest functions of all services are one list, and lead to their code', async () => {
  await session.runCommand('View: Show Spanline');
  await expect.poll(() => session.treeTexts('Hot Functions'), { timeout: 30_000 }).toHaveLength(4);
  const rows = await session.treeTexts('Hot Functions');
  expect(rows[0]).toMatch(/^price 216 ms total · p95 \S+ ms · 23 calls · 13 % errors/);
  await session.treeRows('Hot Functions').filter({ hasText: 'Look' }).click();
  await expect.poll(() => session.activeEditorTitle()).toBe('stock.go');
  await session.screenshot('hot-functions-dark');
});

test('on demand the line where most time is spent is marked', async () => {
  await session.openFile('shop/cart.py');
  await session.runCommand('Spanline: Show Hottest Line');
  const mark = session.page.locator('.view-line').filter({ hasText: 'subtotal = total' });
  await mark.waitFor();
  await expect
    .poll(() =>
      session.page.evaluate(() =>
        [...document.querySelectorAll('.view-line span')]
          .map((span) => getComputedStyle(span, '::after').content)
          .join('\n'),
      ),
    )
    .toMatch(/hottest line: \d+ % of the time of this file/);
  await session.screenshot('hottest-line-dark');
  await session.runCommand('Spanline: Show Hottest Line');
});

test('what stands above functions is up to the user, and those never called can be told as well', async () => {
  await session.changeSettings({
    'spanline.codeLens.template': '{count} in the last {window} · {self} · {change}',
    'spanline.codeLens.neverSeen': true,
  });
  await lens('23 calls in the last hour · self 100 %').waitFor({ timeout: 15_000 });
  await lens(/^never seen, since .* ago$/).waitFor();
  expect(await lens('never seen').count()).toBe(1);
  const lineHeight = await session.page.locator('.view-line').first().boundingBox();
  expect(await gapPx('never seen', 'def refund')).toBeLessThan(2 * lineHeight!.height);
  await session.changeSettings({
    'spanline.codeLens.template': 'p95 {p95} · {count} · {change}',
    'spanline.codeLens.neverSeen': false,
  });
  await lens(/^p95 \S+ ms · 23 calls$/).waitFor({ timeout: 15_000 });
});

test('a snapshot says from when on calls are compared', async () => {
  await session.runCommand('Spanline: Take Latency Snapshot');
  await expect
    .poll(() => session.notifications())
    .toContainEqual(expect.stringMatching(/^Calls from \S+.* on are compared/));
  await session.runCommand('Spanline: Forget Latency Snapshot');
  await session.runCommand('Notifications: Clear All Notifications');
});

test('while spans keep arriving the latency changes in place, and is never gone', async () => {
  await session.openFile('shop/cart.py');
  await lens(/\d+ calls$/)
    .nth(2)
    .waitFor({ timeout: 15_000 });
  const watched = session.page.evaluate(async () => {
    const seen = new Set<string>();
    let gone = 0;
    const endMs = performance.now() + 8000;
    while (performance.now() < endMs) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const texts = [...document.querySelectorAll('.codelens-decoration')].map(({ textContent }) => textContent ?? '');
      if (texts.length < 3 || texts.some((text) => !text.includes('calls'))) gone++;
      for (const text of texts) seen.add(text);
    }
    return { gone, texts: seen.size };
  });
  const code = {
    'code.file.path': '/srv/app/shop/cart.py',
    'code.line.number': 14,
    'code.function.name': 'Cart.price',
  };
  for (let batch = 0; batch < 30; batch++) {
    await send('cart', { 'service.version': '1.0' }, calls(3, { name: 'price', attributes: code }));
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const { gone, texts } = await watched;
  expect(gone).toBe(0);
  // Of three lenses one moved on, at most every two seconds.
  expect(texts).toBeGreaterThan(3);
  expect(texts).toBeLessThanOrEqual(3 + 5);
});

test('a new version is compared with the one before', async () => {
  const code = {
    'code.file.path': '/srv/app/shop/cart.py',
    'code.line.number': 14,
    'code.function.name': 'Cart.price',
  };
  // Latency is kept by the minute: the versions are told apart from one minute to the next.
  await new Promise((resolve) => setTimeout(resolve, 60_000 - (Date.now() % 60_000) + 500));
  await send('cart', { 'service.version': '1.1' }, calls(20, { name: 'price', attributes: code }, 2));
  await session.openFile('shop/cart.py');
  await lens(/p50 \+\d+ % since 1\.1/).waitFor({ timeout: 45_000 });
});

test('a span that fits two files is asked about once, and the answer is remembered', async () => {
  const attributes = { 'code.file.path': '/opt/x/util.py', 'code.line.number': 2 };
  await send('tools', {}, calls(2, { name: 'help', attributes }));
  const frame = await openTrace(batchTraceId(trace - 1));
  await frame.getByText('Several places fit').waitFor();
  await session.screenshot('ambiguous-dark');
  await frame.getByTestId('go-to-source').click();
  await session.pick('b/util.py:2');
  await expect
    .poll(() => session.notifications())
    .toContainEqual(expect.stringContaining('Remembered: what ran from /opt/x is in b.'));
  await frame.getByText('b/util.py:2').waitFor();
  const next = await openTrace(batchTraceId(trace));
  await next.getByText('b/util.py:2').waitFor();
  await next.getByText(/is mapped by \/opt\/x/).waitFor();
});

test('a wrong place is put right at the cursor, for all spans like it', async () => {
  await session.runCommand('View: Close All Editors');
  await session.openFile('a/util.py:1:1');
  await send('tools', {}, calls(2, { name: 'something of its own', attributes: {} }));
  const frame = await openTrace(batchTraceId(trace - 1));
  await frame.getByText('Nothing that this span says is in the code here.').waitFor();
  await session.screenshot('no-place-dark');
  await frame.getByTestId('correct-location').click();
  await session.quickInputWidget().getByText('where the cursor is').click();
  await frame.getByText('You chose this place for it.').waitFor();
  const next = await openTrace(batchTraceId(trace));
  await next.getByText('a/util.py:1', { exact: true }).waitFor();
});

test('a line follows the code through a commit and through an edit that is not saved', async () => {
  const attributes = { 'code.file.path': '/build/stock/stock.go', 'code.line.number': 15 };
  await send('stock', { 'vcs.ref.head.revision': revision }, calls(2, { name: 'reserve', attributes }));
  const frame = await openTrace(batchTraceId(trace - 1));
  // Five lines have come above since.
  await frame.getByText('stock/stock.go:20').waitFor();
  await frame.getByText(/Line 15 of revision [0-9a-f]{7} is line 20 now/).waitFor();
  await expect.poll(() => session.lineShown('stock.go')).toBe(20);
  await session.screenshot('drift-dark');
  // Its spans tell a line and no function.
  await expect
    .poll(() => session.treeTexts('Hot Functions'), { timeout: 15_000 })
    .toContainEqual(expect.stringMatching(/^reserve /));
  await session.openFile('stock/stock.go:1:1');
  await session.page.keyboard.press('Enter');
  await session.page.keyboard.press('Enter');
  const next = await openTrace(batchTraceId(trace));
  await next.getByText('stock/stock.go:22').waitFor();
  await session.runCommand('View: Close All Editors');
});

test('a source that is in its source map alone can be read', async () => {
  const attributes = {
    'code.file.path': path.join(folder, 'web/app.js'),
    'code.line.number': 2,
    'code.column.number': 1,
  };
  await send('web', {}, calls(1, { name: 'second', attributes }));
  const frame = await openTrace(batchTraceId(trace));
  await frame.getByText('src/gone.ts:3 (from the source map)').waitFor();
  await frame.getByTestId('go-to-source').click();
  await session.page.locator('.view-line').filter({ hasText: 'export function second' }).waitFor();
  await expect.poll(() => session.activeEditorTitle()).toBe('gone.ts');
  await expect.poll(async () => (await session.cursor())?.line).toBe(3);
  await session.screenshot('embedded-dark');
});

test('a function that only the language knows is found by its symbols', async () => {
  // TypeScript's index begins with the first file that is open.
  await session.openFile('web/basket.ts');
  await send('web', {}, calls(1, { name: 'sum', attributes: { 'code.function.name': 'basket.sumUp' } }));
  await expect
    .poll(
      async () => {
        const frame = await openTrace(batchTraceId(trace));
        await frame.getByTestId('span-location').and(frame.locator(':not([data-state=pending])')).waitFor();
        return frame.getByTestId('span-location').textContent();
      },
      { timeout: 60_000, interval: 3000 },
    )
    .toContain('The symbols of the workspace have basket.sumUp in web/basket.ts');
});
