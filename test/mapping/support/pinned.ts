import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Counts } from './judge.ts';

export const PINNED_FILE = fileURLToPath(new URL('../table.json', import.meta.url));

/** Best first: a span that moves to the left is an improvement. */
const RANKS = ['exact', 'likely', 'guess', 'asked'] as const;

/** The numbers the projects had, by name; written by `table.ts --pin`. */
export async function readPinned(): Promise<ReadonlyMap<string, Counts>> {
  return new Map(Object.entries(JSON.parse(await readFile(PINNED_FILE, 'utf8')) as Record<string, Counts>));
}

/** What is worse than pinned, in words. For every rank the spans that are at least as good are counted, so that a better answer elsewhere hides nothing. */
export function regressions(counts: Counts, pinned: Counts): readonly string[] {
  return RANKS.flatMap((rank, index) => {
    const upTo = RANKS.slice(0, index + 1);
    const [now, before] = [counts, pinned].map((some) => upTo.reduce((sum, key) => sum + some[key], 0));
    return now! < before! ? [`${rank} or better: ${now}, pinned ${before}`] : [];
  });
}
