import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Channel, Rpc } from '../../../src/core/rpc.ts';
import type { SearchHostApi } from '../../../src/core/searchProtocol.ts';
import { searchHandlers } from '../../../src/panel/searchHandlers.ts';
import type { SearchPageSource } from '../../../src/panel/searchPageSource.ts';

const ID = '5b8efff798038103d269b633813fc60c';

/** A source that writes down what reaches it, and the answers to raw messages of a page. */
function host(takeText?: () => string | undefined): {
  readonly reached: string[];
  readonly ask: (method: string, params: unknown) => Promise<unknown>;
} {
  const reached: string[] = [];
  const note =
    <T>(name: string, answer: T) =>
    (...args: readonly unknown[]): Promise<T> => {
      reached.push(
        `${name}(${args
          .filter((arg) => !(arg instanceof AbortSignal))
          .map((arg) => JSON.stringify(arg))
          .join()})`,
      );
      return Promise.resolve(answer);
    };
  const source = {
    start: note('start', { text: '', trusted: true }),
    search: note('search', {}),
    more: note('more', undefined),
    cancel: note('cancel', undefined),
    suggest: note('suggest', []),
    openTrace: note('openTrace', undefined),
    saveSearch: note('saveSearch', {}),
    removeSearch: note('removeSearch', {}),
    clearRecent: note('clearRecent', {}),
    copy: note('copy', undefined),
    addBackend: note('addBackend', undefined),
    enterCredentials: note('enterCredentials', undefined),
    onEvent: () => ({ dispose: () => undefined }),
  } as unknown as SearchPageSource;
  let receive: (message: unknown) => void = () => undefined;
  let answered: (message: unknown) => void = () => undefined;
  const channel: Channel = { post: (message) => answered(message), listen: (listener) => (receive = listener) };
  // oxlint-disable-next-line no-new -- it lives on through the channel.
  new Rpc<object, SearchHostApi>(channel, searchHandlers(source, takeText));
  return {
    reached,
    ask: (method, params) =>
      new Promise((resolve) => {
        answered = resolve;
        receive({ rpc: 'call', id: 1, method, params });
      }),
  };
}

test('good calls pass with what they carry and no more', async () => {
  const { reached, ask } = host();
  await ask('search', { text: 'a', sources: ['x', 'y'], url: 'http://evil' });
  await ask('suggest', { text: 'ab', caret: 2, sources: [] });
  await ask('more', { search: 3 });
  await ask('cancel', { search: 3 });
  await ask('openTrace', { source: 'x', traceId: ID.toUpperCase() });
  await ask('saveSearch', { name: ' mine ', text: '' });
  await ask('removeSearch', { name: 'mine' });
  await ask('clearRecent', undefined);
  await ask('addBackend', undefined);
  await ask('enterCredentials', { source: 'x' });
  expect(reached).toEqual([
    'search("a",["x","y"])',
    'suggest("ab",2,[])',
    'more(3)',
    'cancel(3)',
    `openTrace("x","${ID}")`,
    'saveSearch("mine","")',
    'removeSearch("mine")',
    'clearRecent()',
    'addBackend()',
    'enterCredentials("x")',
  ]);
});

test('the panel may say what to search for as the page starts, once', async () => {
  const texts = ['now'];
  const { ask } = host(() => texts.pop());
  expect(await ask('ready', undefined)).toMatchObject({ outcome: { ok: { text: 'now' } } });
  expect(await ask('ready', undefined)).toMatchObject({ outcome: { ok: { text: '' } } });
});

test.each([
  ['search', { text: 'a' }],
  ['search', { text: 'x'.repeat(4001), sources: [] }],
  ['search', { text: ['a'], sources: [] }],
  ['search', { text: 'a', sources: 'x' }],
  ['search', { text: 'a', sources: [1] }],
  ['search', { text: 'a', sources: Array.from({ length: 201 }, String) }],
  ['search', { text: 'a', sources: ['x'.repeat(2001)] }],
  ['suggest', { text: 'ab', caret: 3, sources: [] }],
  ['suggest', { text: 'ab', caret: -1, sources: [] }],
  ['suggest', { text: 'ab', caret: 0.5, sources: [] }],
  ['more', { search: '1' }],
  ['cancel', {}],
  ['openTrace', { source: 'x', traceId: '../etc' }],
  ['openTrace', { source: 'x', traceId: '0'.repeat(32) }],
  ['openTrace', { traceId: ID }],
  ['saveSearch', { name: '  ', text: 'a' }],
  ['saveSearch', { name: 'x'.repeat(101), text: 'a' }],
  ['copy', { text: 'x'.repeat(10_001) }],
  ['enterCredentials', { source: { toString: 1 } }],
  ['executeCommand', { id: 'workbench.action.terminal.new' }],
  ['__proto__', {}],
  ['toString', {}],
])('%s with %j is refused', async (method, params) => {
  const { reached, ask } = host();
  expect(await ask(method, params)).toMatchObject({ outcome: { err: { code: expect.any(String) as string } } });
  expect(reached).toEqual([]);
});

test('whatever a page sends, only texts, whole numbers and IDs come through', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('search', 'more', 'suggest', 'openTrace', 'saveSearch', 'enterCredentials'),
      fc.oneof(
        fc.anything(),
        fc.record({
          text: fc.anything(),
          sources: fc.anything(),
          search: fc.anything(),
          caret: fc.anything(),
          name: fc.anything(),
          source: fc.anything(),
          traceId: fc.anything(),
        }),
      ),
      async (method, params) => {
        const { reached, ask } = host();
        await ask(method, params);
        for (const call of reached) expect(call).toMatch(/^\w+\((?:"(?:[^"\\]|\\.)*"|\d+|\[.*\]|,)*\)$/s);
      },
    ),
  );
});
