import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Base1 } from '../../../src/core/position.ts';
import type { Located } from '../../../src/mapping/located.ts';
import { locatorOf } from './locatorOf.ts';
import { makeWorkspace } from './makeWorkspace.ts';

const FILES = {
  'services/cart/src/cart.ts': 'x\nx\n',
  'services/cart/src/index.ts': 'x\nx\n',
  'services/billing/src/bill.ts': 'x\nx\n',
  'services/billing/src/index.ts': 'x\nx\n',
};

function locateIn(root: string): (filePath: string, service: string) => Promise<Located> {
  const { locator } = locatorOf(root);
  return (filePath, service) =>
    locator.locate(
      { origin: 'attributes', filePath, line: 2 as Base1, column: undefined, functionName: undefined },
      { service },
      new AbortController().signal,
    );
}

test('one file that no other can be taken for tells where the others of its service are', async () => {
  const root = await makeWorkspace(FILES);
  const locate = locateIn(root);
  expect(await locate('/app/src/index.ts', 'c')).toMatchObject({ state: 'ambiguous' });
  expect(await locate('/app/src/cart.ts', 'c')).toMatchObject({ state: 'found', confidence: 'likely' });
  expect(await locate('/app/src/index.ts', 'c')).toMatchObject({
    state: 'found',
    path: join(root, 'services/cart/src/index.ts'),
    confidence: 'likely',
    reason: expect.stringContaining('lies below /app with other code of c'),
  });
});

test('each service has its own container', async () => {
  const root = await makeWorkspace(FILES);
  const locate = locateIn(root);
  await locate('/app/src/cart.ts', 'c');
  expect(await locate('/app/src/index.ts', 'b')).toMatchObject({ state: 'ambiguous' });
  await locate('/app/src/bill.ts', 'b');
  expect(await locate('/app/src/index.ts', 'b')).toMatchObject({ path: join(root, 'services/billing/src/index.ts') });
  expect(await locate('/app/src/index.ts', 'c')).toMatchObject({ path: join(root, 'services/cart/src/index.ts') });
});

test('a service that ran from two places stays a question', async () => {
  const root = await makeWorkspace(FILES);
  const locate = locateIn(root);
  await locate('/app/src/cart.ts', 'both');
  await locate('/app/src/bill.ts', 'both');
  expect(await locate('/app/src/index.ts', 'both')).toMatchObject({ state: 'ambiguous' });
});

test('a name alone teaches nothing', async () => {
  const root = await makeWorkspace({ ...FILES, 'tools/only.ts': 'x\n', 'tools/index.ts': 'x\n' });
  const locate = locateIn(root);
  expect(await locate('/app/other/only.ts', 'c')).toMatchObject({ state: 'found', confidence: 'guess' });
  expect(await locate('/app/other/index.ts', 'c')).toMatchObject({ state: 'ambiguous' });
});
