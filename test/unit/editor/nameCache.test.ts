import { expect, test, vi } from 'vitest';
import { NameCache } from '../../../src/editor/nameCache.ts';

test('a server is asked once in a minute', async () => {
  const ask = vi.fn(async () => ['a']);
  const cache = new NameCache();
  expect(await cache.of([{ key: 'k', ask }])).toEqual(['a']);
  expect(await cache.of([{ key: 'k', ask }])).toEqual(['a']);
  expect(ask).toHaveBeenCalledTimes(1);
});

test('a server that failed has no names, and is asked again', async () => {
  const ask = vi
    .fn<() => Promise<readonly string[]>>()
    .mockRejectedValueOnce(new Error('down'))
    .mockResolvedValue(['b']);
  const cache = new NameCache();
  expect(await cache.of([{ key: 'k', ask }])).toEqual([]);
  expect(await cache.of([{ key: 'k', ask }])).toEqual(['b']);
});

test('a slow server is not waited for, and has its names the next time', async () => {
  vi.useFakeTimers();
  try {
    let answer: (names: readonly string[]) => void = () => undefined;
    const slow = new Promise<readonly string[]>((resolve) => (answer = resolve));
    const cache = new NameCache();
    const first = cache.of([
      { key: 'slow', ask: () => slow },
      { key: 'quick', ask: async () => ['q'] },
    ]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await first).toEqual(['q']);
    answer(['s']);
    expect(await cache.of([{ key: 'slow', ask: () => slow }])).toEqual(['s']);
  } finally {
    vi.useRealTimers();
  }
});
