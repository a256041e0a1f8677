import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Coalesced } from '../../../src/panel/coalesced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first request runs at once, a flood of others twice a second, the last one always', async () => {
  const runs: number[] = [];
  const start = Date.now();
  const coalesced = new Coalesced(() => Promise.resolve(void runs.push(Date.now() - start)), 500);
  for (let i = 0; i < 100; i++) {
    coalesced.request();
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.runAllTimersAsync();
  expect(runs).toEqual([0, 500, 1000]);
});

test('a slow run is not joined by another, and what was asked meanwhile follows', async () => {
  let running = 0;
  let runs = 0;
  const coalesced = new Coalesced(async () => {
    expect(++running).toBe(1);
    runs++;
    await new Promise((resolve) => setTimeout(resolve, 2000));
    running--;
  }, 500);
  coalesced.request();
  await vi.advanceTimersByTimeAsync(100);
  coalesced.request();
  coalesced.request();
  await vi.runAllTimersAsync();
  expect(runs).toBe(2);
});

test('nothing runs after the end', async () => {
  let runs = 0;
  const coalesced = new Coalesced(() => Promise.resolve(void runs++), 500);
  coalesced.request();
  coalesced.dispose();
  await vi.runAllTimersAsync();
  expect(runs).toBe(0);
});
