import { setImmediate } from 'node:timers/promises';
import { sourceLanguageOf } from '../core/sourceText/sourceLanguage.ts';
import type { GatedFile, PathGate } from './pathGate.ts';
import type { SourceListing } from './sourceListing.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

const MAX_FILES = 5_000;
/** What is larger was made by a machine. */
const MAX_FILE_BYTES = 256 * 2 ** 10;
/** Of all texts that are kept. */
const MAX_KEPT_BYTES = 32 * 2 ** 20;
/** For what no watcher tells. */
const MAX_AGE_MS = 30_000;
/** As many reads as Node does at once, and some that wait. */
const BATCH = 16;
/** The host may be held for 20 ms; one file more may come on top of this. */
const SLICE_MS = 5;
/** A text of this length takes a slice of its own: up to 10 ms for the largest before the code is warm. */
const LARGE_CHARS = 64 * 2 ** 10;

export interface TextMatch<T> {
  readonly file: GatedFile;
  readonly found: T;
}

export interface TextAnswer<T> {
  /** In the listing's order. */
  readonly matches: readonly TextMatch<T>[];
  /** Whether all files were looked at, so that one match is the only one. */
  readonly complete: boolean;
}

export interface TextLook<T> {
  /** By the path alone. */
  accepts(path: string): boolean;
  /** `undefined` for a text without a match. Must be quick: the largest text in a few milliseconds. */
  look(text: string, path: string): T | undefined;
}

interface KnownFile {
  readonly file: GatedFile;
  /** `undefined` when there is no room for it. */
  readonly text: string | undefined;
  checkedMs: number;
}

interface LoadedFile {
  readonly file: GatedFile;
  readonly text: string;
  /** Checked against the disk in this search. */
  readonly fresh: boolean;
}

/**
 * Looks through the texts of the workspace's source files, in slices that let others run. Texts are kept as long as there is room:
 * a pass over all of them would drive each out before it is used again if the oldest had to go. A match is checked
 * against the disk before it is handed out.
 */
export class TextSearch {
  readonly #listing: SourceListing;
  readonly #gate: PathGate;
  readonly #known = new Map<string, KnownFile>();
  #keptBytes = 0;
  #paths: { readonly list: Promise<readonly string[]>; readonly untilMs: number } | undefined;
  /** Grows with each change: what was read before it is not kept after it. */
  #changes = 0;

  constructor(listing: SourceListing, gate: PathGate) {
    this.#listing = listing;
    this.#gate = gate;
  }

  /** Rejects with a `cancelled` Problem when the signal aborts, and when the files cannot be listed. */
  async search<T>(wanted: TextLook<T>, signal: AbortSignal): Promise<TextAnswer<T>> {
    throwIfCancelled(signal);
    const all = await this.#list();
    throwIfCancelled(signal);
    const paths = all.slice(0, MAX_FILES).filter((path) => wanted.accepts(path));
    const matches: TextMatch<T>[] = [];
    let sliceEndMs = performance.now() + SLICE_MS;
    for (let from = 0; from < paths.length; from += BATCH) {
      const batch = paths.slice(from, from + BATCH);
      const known = batch.map((path) => this.#freshOf(path));
      const loaded = known.includes(undefined)
        ? await Promise.all(batch.map(async (path, i) => known[i] ?? this.#load(path)))
        : known;
      for (const [i, entry] of loaded.entries()) {
        if (performance.now() > sliceEndMs || (entry && entry.text.length > LARGE_CHARS)) {
          await setImmediate();
          sliceEndMs = performance.now() + SLICE_MS;
        }
        throwIfCancelled(signal);
        const match = entry && (await this.#matchOf(batch[i]!, entry, wanted));
        if (match) matches.push(match);
      }
    }
    throwIfCancelled(signal);
    return { matches, complete: all.length <= MAX_FILES };
  }

  /** A file changed, came or went; without a path: anything may have. */
  invalidate(path?: string): void {
    this.#changes++;
    if (path === undefined) {
      this.#paths = undefined;
      for (const known of this.#known.values()) known.checkedMs = Number.NEGATIVE_INFINITY;
    } else if (this.#known.has(path)) this.#forget(path);
    else if (sourceLanguageOf(path) !== undefined) this.#paths = undefined;
  }

  #list(): Promise<readonly string[]> {
    if (!this.#paths || performance.now() > this.#paths.untilMs) {
      const paths = {
        // One more tells whether there are more.
        list: this.#listing.list(MAX_FILES + 1),
        untilMs: performance.now() + MAX_AGE_MS,
      };
      this.#paths = paths;
      paths.list.catch(() => {
        if (this.#paths === paths) this.#paths = undefined;
      });
    }
    return this.#paths.list;
  }

  async #matchOf<T>(path: string, entry: LoadedFile, wanted: TextLook<T>): Promise<TextMatch<T> | undefined> {
    const found = wanted.look(entry.text, path);
    if (found === undefined) return undefined;
    if (entry.fresh) return { file: entry.file, found };
    const now = await this.#load(path);
    if (!now) return undefined;
    const foundNow = now.text === entry.text ? found : wanted.look(now.text, path);
    return foundNow === undefined ? undefined : { file: now.file, found: foundNow };
  }

  #freshOf(path: string): LoadedFile | undefined {
    const known = this.#known.get(path);
    if (known?.text === undefined || performance.now() - known.checkedMs > MAX_AGE_MS) return undefined;
    return { file: known.file, text: known.text, fresh: false };
  }

  /** From the disk, unless it is as it was; `undefined` for what is no file of the workspace, too large or gone. */
  async #load(path: string): Promise<LoadedFile | undefined> {
    const changes = this.#changes;
    const answer = await this.#gate.check(path);
    if (answer.state !== 'inside' || answer.file.sizeBytes > MAX_FILE_BYTES) {
      this.#forget(path);
      return undefined;
    }
    const { file } = answer;
    const known = this.#known.get(path);
    if (known?.text !== undefined && known.file.mtimeMs === file.mtimeMs && known.file.sizeBytes === file.sizeBytes) {
      known.checkedMs = performance.now();
      return { file, text: known.text, fresh: true };
    }
    try {
      const text = new TextDecoder().decode(await this.#gate.read(file, MAX_FILE_BYTES));
      if (changes === this.#changes) this.#keep(path, file, text);
      return { file, text, fresh: true };
    } catch {
      // Gone, or replaced, since it was listed.
      this.#forget(path);
      return undefined;
    }
  }

  #keep(path: string, file: GatedFile, text: string): void {
    this.#forget(path);
    const hasRoom = this.#keptBytes + file.sizeBytes <= MAX_KEPT_BYTES;
    if (hasRoom) this.#keptBytes += file.sizeBytes;
    this.#known.set(path, { file, text: hasRoom ? text : undefined, checkedMs: performance.now() });
  }

  #forget(path: string): void {
    const known = this.#known.get(path);
    if (known?.text !== undefined) this.#keptBytes -= known.file.sizeBytes;
    this.#known.delete(path);
  }
}
