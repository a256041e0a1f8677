import { beforeEach, afterEach, expect, test, vi } from 'vitest';
import type { CollectorEvents } from '../../../src/core/protocol.ts';
import { ChangeTeller } from '../../../src/collector/changeTeller.ts';
import { traceId } from './support/payloads.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function openTeller(): { readonly teller: ChangeTeller; readonly told: CollectorEvents['changed'][] } {
  const told: CollectorEvents['changed'][] = [];
  return { teller: new ChangeTeller((changed) => told.push(changed)), told };
}

test('the first change is told at once, those of the next quarter second together, each once', () => {
  const { teller, told } = openTeller();
  teller.add([traceId(1)]);
  for (const id of [2, 3, 2, 1]) teller.add([traceId(id)]);
  expect(told).toEqual([{ traceIds: [traceId(1)], all: false }]);
  vi.advanceTimersByTime(250);
  expect(told.slice(1)).toEqual([{ traceIds: [traceId(2), traceId(3), traceId(1)], all: false }]);
  vi.advanceTimersByTime(5000);
  expect(told).toHaveLength(2);
});

test('a thousand batches a second are told four times a second, and never as all', () => {
  const { teller, told } = openTeller();
  for (let i = 0; i < 3000; i++) {
    teller.add([traceId(i)]);
    vi.advanceTimersByTime(1);
  }
  expect(told.length).toBeGreaterThanOrEqual(12);
  expect(told.length).toBeLessThanOrEqual(13);
  expect(told.some(({ all }) => all)).toBe(false);
  vi.advanceTimersByTime(250);
  expect(new Set(told.flatMap(({ traceIds }) => traceIds)).size).toBe(3000);
});

test('more than a thousand traces at once are told as all, with a list that stays short', () => {
  const { teller, told } = openTeller();
  teller.add([traceId(0)]);
  teller.add(Array.from({ length: 1000 }, (_, i) => traceId(i)));
  vi.advanceTimersByTime(250);
  expect(told[1]).toMatchObject({ all: false });
  teller.add(Array.from({ length: 1001 }, (_, i) => traceId(i)));
  vi.advanceTimersByTime(250);
  expect(told[2]).toMatchObject({ all: true });
  expect(told[2]!.traceIds).toHaveLength(1000);
});

test('no change is no event, and once disposed there is none', () => {
  const { teller, told } = openTeller();
  teller.add([]);
  teller.add([traceId(1)]);
  teller.addAll();
  teller.dispose();
  vi.advanceTimersByTime(1000);
  expect(told).toEqual([{ traceIds: [traceId(1)], all: false }]);
});
