import { expect, onTestFinished, test, vi } from 'vitest';
import type { TraceId } from '../../../src/core/ids.ts';
import type { Store } from '../../../src/collector/store/store.ts';
import { StoreFollower } from '../../../src/collector/storeFollower.ts';
import { keep, openStore } from './support/openStore.ts';
import { traceId } from './support/payloads.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';

interface Followed {
  readonly follower: StoreFollower;
  readonly mine: Store;
  readonly others: Store;
  /** What was told: lists of IDs, or `all`. */
  readonly told: (readonly TraceId[] | 'all')[];
}

function follow(): Followed {
  const directory = temporaryDirectory();
  const mine = openStore(directory);
  const others = openStore(directory);
  const told: (readonly TraceId[] | 'all')[] = [];
  const follower = new StoreFollower({
    changes: () => mine.changes,
    onChanged: (traceIds) => told.push(traceIds),
    onAll: () => told.push('all'),
  });
  onTestFinished(() => follower.dispose());
  follower.look();
  return { follower, mine, others, told };
}

function add(store: Store, ...traces: readonly number[]): void {
  keep(store, { service: 's', spans: traces.map((trace) => ({ trace, id: trace })) });
}

test('what another connection adds is told by ID, once', () => {
  const { follower, others, told } = follow();
  add(others, 1, 2);
  add(others, 1_000_001);
  follower.look();
  expect(told.map((ids) => ids !== 'all' && ids.toSorted())).toEqual([
    [traceId(1), traceId(2), traceId(1_000_001)].toSorted(),
  ]);
  follower.look();
  expect(told).toHaveLength(1);
});

test('what this window writes itself is no news', () => {
  const { follower, mine, told } = follow();
  for (let i = 1; i <= 3; i++) {
    add(mine, i);
    follower.look();
  }
  mine.clear();
  follower.look();
  expect(told).toEqual([]);
});

test('only what came since the last look is told when both write', () => {
  const { follower, mine, others, told } = follow();
  add(mine, 1);
  follower.look();
  add(others, 2);
  follower.look();
  expect(told).toEqual([[traceId(2)]]);
});

test('a store that another window cleared, and very many traces at once, are told as all', () => {
  const { follower, others, told } = follow();
  add(others, 1);
  follower.look();
  others.clear();
  follower.look();
  expect(told).toEqual([[traceId(1)], 'all']);
  add(others, ...Array.from({ length: 1001 }, (_, i) => i + 10));
  follower.look();
  expect(told.slice(2)).toEqual(['all']);
});

test('a store in trouble, or none, is looked at again later', () => {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  let open: Store | undefined;
  const told: unknown[] = [];
  const follower = new StoreFollower({
    changes: () => open?.changes,
    onChanged: (traceIds) => told.push(traceIds),
    onAll: () => told.push('all'),
  });
  onTestFinished(() => follower.dispose());
  follower.look();
  open = store;
  follower.look();
  const other = openStore(directory);
  add(other, 1);
  follower.look();
  expect(told).toEqual([[traceId(1)]]);
});

test('it looks four times a second, and no more once disposed', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const changes = vi.fn<() => undefined>();
  const follower = new StoreFollower({ changes, onChanged: () => {}, onAll: () => {} });
  vi.advanceTimersByTime(1000);
  expect(changes).toHaveBeenCalledTimes(4);
  follower.dispose();
  vi.advanceTimersByTime(1000);
  expect(changes).toHaveBeenCalledTimes(4);
});

test('a look at an idle store costs next to nothing', () => {
  const { follower, others } = follow();
  add(others, ...Array.from({ length: 500 }, (_, i) => i + 1));
  follower.look();
  const startedMs = performance.now();
  for (let i = 0; i < 1000; i++) follower.look();
  // Measured: about 10 µs each.
  expect((performance.now() - startedMs) / 1000).toBeLessThan(1);
});
