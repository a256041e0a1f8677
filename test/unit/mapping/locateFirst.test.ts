import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CodeRef } from '../../../src/core/codeRef.ts';
import { codeRefsOf } from '../../../src/core/codeRefs.ts';
import { base1 } from '../../../src/core/position.ts';
import { locateFirst } from '../../../src/mapping/locateFirst.ts';
import type { Located } from '../../../src/mapping/located.ts';
import { locatorOf } from './locatorOf.ts';
import { makeWorkspace } from './makeWorkspace.ts';

const TEN_LINES = 'line\n'.repeat(10);

async function locate(root: string, stack: string): Promise<Located> {
  const attributes = [{ key: 'exception.stacktrace', value: { type: 'string' as const, value: stack } }];
  const [ref, ...others] = codeRefsOf({
    name: 'load cart',
    scope: { name: 'shop', version: '', attributes: [] },
    attributes: [],
    events: [{ name: 'exception', offsetNs: 0, attributes }],
  });
  return locateFirst(locatorOf(root).locator, [ref!, ...others], { service: 'shop' }, new AbortController().signal);
}

test('the innermost frame that is in the workspace', async () => {
  const root = await makeWorkspace({ 'shop/src/cart.ts': TEN_LINES, 'shop/src/main.ts': TEN_LINES });
  const stack =
    'Error: no\n at f (/app/other/tool.ts:1:1)\n at add (/app/shop/src/cart.ts:7:3)\n at /app/shop/src/main.ts:2:1';
  expect(await locate(root, stack)).toMatchObject({
    state: 'found',
    path: join(root, 'shop/src/cart.ts'),
    line: 7,
    column: 3,
    // Where it failed is not quite where the span began.
    confidence: 'likely',
    reason: expect.stringMatching(/^The stack names \/app\/shop\/src\/cart\.ts, which ends in shop\/src\/cart\.ts/),
  });
});

test('a Java frame by its package', async () => {
  const root = await makeWorkspace({
    'src/main/java/com/shop/Payment.java': TEN_LINES,
    'src/main/java/com/other/Payment.java': TEN_LINES,
  });
  const stack = 'java.lang.IllegalStateException: no\n\tat com.shop.Payment$Card.charge(Payment.java:5)';
  expect(await locate(root, stack)).toMatchObject({
    state: 'found',
    path: join(root, 'src/main/java/com/shop/Payment.java'),
    line: 5,
  });
});

test('a stack with nothing of the workspace says so', async () => {
  const root = await makeWorkspace({ 'src/a.ts': TEN_LINES });
  expect(await locate(root, 'Error\n at f (/x/b.ts:1:1)\n at g (/x/c.ts:1:1)')).toMatchObject({
    state: 'missing',
    reason: "None of the 2 calls of the exception's stack that may be your code is in the workspace.",
  });
});

const at = (filePath: string, line: number): CodeRef => ({
  origin: 'attributes',
  filePath,
  line: base1(line),
  column: undefined,
  functionName: undefined,
});

test('of a span about a library the first call of its stack that is in the workspace', async () => {
  const root = await makeWorkspace({ 'shop/src/cart.ts': TEN_LINES });
  const frame = { ...at('/app/shop/src/cart.ts', 7), origin: 'stacktrace' } as const;
  const { locator } = locatorOf(root);
  const refs = [at('/app/node_modules/web/index.js', 3), frame] as const;
  const signal = new AbortController().signal;
  expect(await locateFirst(locator, refs, { service: 'shop' }, signal)).toMatchObject({ state: 'found', line: 7 });
});

test('of two files that the span may name itself one is meant, whatever failed below', async () => {
  const root = await makeWorkspace({ 'a/src/cart.ts': TEN_LINES, 'b/src/cart.ts': TEN_LINES, 'lib/x/y.ts': TEN_LINES });
  const frame = { ...at('/app/lib/x/y.ts', 7), origin: 'stacktrace' } as const;
  const refs = [at('/app/src/cart.ts', 3), frame] as const;
  const signal = new AbortController().signal;
  expect(await locateFirst(locatorOf(root).locator, refs, { service: 'shop' }, signal)).toMatchObject({
    state: 'ambiguous',
  });
});
