import { expect } from 'vitest';
import { DEFAULT_CAP_BYTES, Store } from '../../../src/collector/store/store.ts';
import type { Ledger } from './ledger.ts';
import { readSpanKeys } from './readSpanKeys.ts';

/**
 * Opens a store as the next start does and compares it with what was sent: what was acknowledged can be read, once; nothing else can but
 * what was sent and never answered, whole batches of it; and the counters agree with what is there.
 */
export function expectNothingLost(directory: string, ledger: Ledger): void {
  const store = new Store({ directory, mode: 'write', capBytes: DEFAULT_CAP_BYTES });
  try {
    expect(store.movedAside).toBeUndefined();
    const readable = readSpanKeys(store);
    const sent = new Set(ledger.batches.flatMap(({ keys }) => keys));
    const isThere = (key: string): boolean => readable.has(key);
    const acked = ledger.batches.filter(({ fate }) => fate === 'acked');
    expect({
      lost: acked.flatMap(({ keys }) => keys).filter((key) => !isThere(key)),
      twice: Array.from(readable).filter(([, count]) => count > 1),
      strange: Array.from(readable.keys()).filter((key) => !sent.has(key)),
      half: ledger.batches.filter(({ keys }) => keys.some(isThere) && !keys.every(isThere)),
      refusedButKept: ledger.batches.filter(({ fate, keys }) => fate === 'refused' && keys.some(isThere)),
    }).toEqual({ lost: [], twice: [], strange: [], half: [], refusedButKept: [] });

    const { received, stored, duplicate, rejected, evicted } = store.stats();
    const sum = (counts: Readonly<Record<string, number>>): number =>
      Object.values(counts).reduce((total, count) => total + count, 0);
    expect(received).toBe(stored + duplicate + sum(rejected));
    expect(stored).toBe(readable.size + sum(evicted));
    expect(sum(evicted)).toBe(0);
  } finally {
    store.close();
  }
}
