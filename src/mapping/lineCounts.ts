import { toBase0, type Base1 } from '../core/position.ts';
import { LruCache } from './lruCache.ts';
import type { GatedFile, PathGate } from './pathGate.ts';
import { v8LineLengths } from './v8LineLengths.ts';

/** Larger files are not read to check a line; VS Code itself clamps when it opens them. */
const MAX_BYTES = 8 * 2 ** 20;
const MAX_FILES = 1_000;
/** Of these all lines are kept, in four bytes each. */
const MAX_BUNDLES = 16;
const MAX_BUNDLE_LINES = 500_000;
const MAX_AGE_MS = 30_000;
const LINE_FEED = 0x0a;

interface Bundle {
  readonly path: string;
  readonly mtimeMs: number;
  readonly sizeBytes: number;
  /** Bytes of each line; `undefined` when they are too many, or cannot be read. */
  readonly lengths: Promise<Uint32Array | undefined>;
}

/** How many lines files have, and how long those of bundles are. */
export class LineCounts {
  readonly #gate: PathGate;
  readonly #bundles = new LruCache<Bundle>(MAX_BUNDLES, Number.POSITIVE_INFINITY);
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

  /**
   * Whether a place that V8 told is past the end of a file, or past that of its line; `undefined` when it is not, or when nobody knows:
   * bytes are counted, and a line may have fewer characters.
   */
  async pastEnd(file: GatedFile, line: Base1, column: Base1 | undefined): Promise<'file' | 'line' | undefined> {
    const lengths = await this.#lengthsOf(file);
    if (!lengths) return undefined;
    const length = lengths[toBase0(line)];
    if (length === undefined) return 'file';
    // The place behind the last character is one.
    return column !== undefined && toBase0(column) > length ? 'line' : undefined;
  }

  invalidate(path?: string): void {
    this.#bundles.drop((bundle) => path === undefined || bundle.path === path);
    this.#counts.drop((count) => path === undefined || count.path === path);
  }

  #lengthsOf(file: GatedFile): Promise<Uint32Array | undefined> {
    const { path, mtimeMs, sizeBytes } = file;
    const known = this.#bundles.get(path);
    if (known?.mtimeMs === mtimeMs && known.sizeBytes === sizeBytes) return known.lengths;
    const lengths = this.#measure(file);
    this.#bundles.set(path, { path, mtimeMs, sizeBytes, lengths });
    return lengths;
  }

  async #measure(file: GatedFile): Promise<Uint32Array | undefined> {
    if (file.sizeBytes > MAX_BYTES) return undefined;
    try {
      return await v8LineLengths(await this.#gate.read(file, MAX_BYTES), MAX_BUNDLE_LINES);
    } catch {
      // Deleted since: opening it will say so.
      return undefined;
    }
  }
}

function countLines(bytes: Uint8Array): number {
  let lines = bytes.length === 0 || bytes.at(-1) === LINE_FEED ? 0 : 1;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines++;
  return Math.max(1, lines);
}
