import { LruCache } from './lruCache.ts';
import type { GatedFile, PathGate } from './pathGate.ts';

/** Larger files are not read to check a line; VS Code itself clamps when it opens them. */
const MAX_BYTES = 8 * 2 ** 20;
const MAX_FILES = 1_000;
const MAX_AGE_MS = 30_000;
const LINE_FEED = 0x0a;

/** How many lines files have. */
export class LineCounts {
  readonly #gate: PathGate;
  readonly #counts = new LruCache<{ readonly path: string; readonly lines: number }>(MAX_FILES, MAX_AGE_MS);

  constructor(gate: PathGate) {
    this.#gate = gate;
  }

  /** At least 1; an empty last line does not count. `undefined` when the file is too large or cannot be read. */
  async of(file: GatedFile): Promise<number | undefined> {
    const known = this.#counts.get(file.path);
    if (known) return known.lines;
    if (file.sizeBytes > MAX_BYTES) return undefined;
    try {
      const lines = countLines(await this.#gate.read(file, MAX_BYTES));
      this.#counts.set(file.path, { path: file.path, lines });
      return lines;
    } catch {
      // Deleted since: opening it will say so.
      return undefined;
    }
  }

  invalidate(path?: string): void {
    this.#counts.drop((count) => path === undefined || count.path === path);
  }
}

function countLines(bytes: Uint8Array): number {
  let lines = bytes.length === 0 || bytes.at(-1) === LINE_FEED ? 0 : 1;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines++;
  return Math.max(1, lines);
}
