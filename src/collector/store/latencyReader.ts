import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LatencySketch } from '../../core/latencySketch.ts';
import type { LatencyStats } from '../../core/protocol.ts';
import { bucketKey, bucketOfKey } from './latencyBucket.ts';

/** About 200 bytes each. 500 functions through an hour are 30,000. */
const MAX_CACHED_ROWS = 100_000;
const MAX_CACHED_ANSWERS = 10_000;

/** One site's sketches as they are stored, by bucket. */
interface SiteSketches {
  readonly byBucket: Map<number, Uint8Array>;
  /** Goes up with every change; never falls back, so that sums of versions tell whether anything changed. */
  version: number;
}

interface Answer {
  readonly sinceMinute: number;
  readonly version: number;
  readonly stats: LatencyStats | undefined;
}

/** Answers latency from stored sketches; keeps what was read and answered last, since editors ask for the same again and again. */
export class LatencyReader {
  readonly #sketches: StatementSync;
  readonly #dataVersion: StatementSync;
  readonly #sites = new Map<number, SiteSketches>();
  readonly #answers = new Map<string, Answer>();
  readonly #sum = new LatencySketch();
  #rows = 0;
  #nextVersion = 1;
  #lastDataVersion: unknown;

  constructor(database: DatabaseSync) {
    this.#sketches = database.prepare(
      `SELECT site, minute, minutes, bytes FROM sketch WHERE site IN (SELECT value FROM json_each(?))`,
    );
    this.#sketches.setReturnArrays(true);
    this.#dataVersion = database.prepare('PRAGMA data_version');
  }

  latency(groups: readonly (readonly number[])[], sinceMinute: number): readonly (LatencyStats | undefined)[] {
    const version = this.#dataVersion.get()!['data_version'];
    // Another process has written.
    if (version !== this.#lastDataVersion) this.forget();
    this.#lastDataVersion = version;
    this.#load(groups);
    return groups.map((sites) => this.#answer(sites, sinceMinute));
  }

  /** A sketch has been written, or deleted when `bytes` is undefined. */
  changed(site: number, key: number, bytes: Uint8Array | undefined): void {
    const sketches = this.#sites.get(site);
    if (!sketches) return;
    if (bytes) {
      if (!sketches.byBucket.has(key)) this.#rows++;
      sketches.byBucket.set(key, bytes);
    } else if (sketches.byBucket.delete(key)) this.#rows--;
    sketches.version = this.#nextVersion++;
  }

  forget(): void {
    this.#sites.clear();
    this.#answers.clear();
    this.#rows = 0;
  }

  #load(groups: readonly (readonly number[])[]): void {
    if (this.#rows > MAX_CACHED_ROWS) this.forget();
    const missing = new Set<number>();
    for (const sites of groups) for (const site of sites) if (!this.#sites.has(site)) missing.add(site);
    if (missing.size === 0) return;
    for (const site of missing) this.#sites.set(site, { byBucket: new Map(), version: this.#nextVersion++ });
    const rows = this.#sketches.all(JSON.stringify([...missing])) as unknown as readonly (readonly [
      site: number,
      minute: number,
      minutes: 1 | 60,
      bytes: Uint8Array,
    ])[];
    for (const [site, minute, minutes, bytes] of rows)
      this.#sites.get(site)!.byBucket.set(bucketKey({ minute, minutes }), bytes);
    this.#rows += rows.length;
  }

  #answer(sites: readonly number[], sinceMinute: number): LatencyStats | undefined {
    const key = sites.join();
    let version = 0;
    for (const site of sites) version += this.#sites.get(site)!.version;
    const known = this.#answers.get(key);
    if (known?.sinceMinute === sinceMinute && known.version === version) return known.stats;
    const stats = this.#sumUp(sites, sinceMinute);
    if (this.#answers.size >= MAX_CACHED_ANSWERS) this.#answers.clear();
    this.#answers.set(key, { sinceMinute, version, stats });
    return stats;
  }

  #sumUp(sites: readonly number[], sinceMinute: number): LatencyStats | undefined {
    const sum = this.#sum;
    sum.clear();
    for (const site of new Set(sites)) {
      for (const [key, bytes] of this.#sites.get(site)!.byBucket) {
        const { minute, minutes } = bucketOfKey(key);
        if (minute + minutes > sinceMinute) sum.mergeEncoded(bytes);
      }
    }
    if (sum.count === 0) return undefined;
    return {
      count: sum.count,
      errors: sum.errors,
      p50Ns: sum.quantileNs(50),
      p95Ns: sum.quantileNs(95),
      p99Ns: sum.quantileNs(99),
      maxNs: sum.maxNs,
    };
  }
}
