import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LatencySketch } from '../../core/latencySketch.ts';
import type { LatencyBar, LatencyStats } from '../../core/latencyProtocol.ts';
import { bucketKey, bucketOfKey, type LatencyBucket } from './latencyBucket.ts';

/** About 200 bytes each. 500 functions through an hour are 30,000. */
const MAX_CACHED_ROWS = 100_000;
const MAX_CACHED_ANSWERS = 10_000;
/** As many as can be told apart in the width of a hover. */
const MAX_BARS = 24;

/** One site's sketches as they are stored, by bucket. */
interface SiteSketches {
  readonly byBucket: Map<number, Uint8Array>;
  /** Goes up with every change; never falls back, so that sums of versions tell whether anything changed. */
  version: number;
}

interface Answer {
  readonly version: number;
  readonly stats: LatencyStats | undefined;
}

/** Answers latency from stored sketches; keeps what was read and answered last, since editors ask for the same again and again. */
export class LatencyReader {
  readonly #sketches: StatementSync;
  readonly #recentSites: StatementSync;
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
    this.#recentSites = database.prepare('SELECT DISTINCT site FROM sketch WHERE minute + minutes > ?');
    this.#dataVersion = database.prepare('PRAGMA data_version');
  }

  latency(groups: readonly (readonly number[])[], sinceMinute: number): readonly (LatencyStats | undefined)[] {
    this.#load(groups);
    const counts = endsAfter(sinceMinute);
    return groups.map((sites) => this.#answer(sites, `${sinceMinute}-`, counts));
  }

  /** Of the buckets that begin in [fromMinute, toMinute); an hour counts as a whole where it begins. */
  between(
    groups: readonly (readonly number[])[],
    fromMinute: number,
    toMinute: number,
  ): readonly (LatencyStats | undefined)[] {
    this.#load(groups);
    const counts = ({ minute }: LatencyBucket): boolean => minute >= fromMinute && minute < toMinute;
    return groups.map((sites) => this.#answer(sites, `${fromMinute}-${toMinute}`, counts));
  }

  distribution(sites: readonly number[], sinceMinute: number): readonly LatencyBar[] {
    this.#load([sites]);
    this.#sumUp(sites, endsAfter(sinceMinute));
    return this.#sum.bars(MAX_BARS);
  }

  /** Those that most time was spent in, most first. */
  hotSites(sinceMinute: number, limit: number): readonly { readonly id: number; readonly stats: LatencyStats }[] {
    const ids = this.#recentSites.all(sinceMinute).map((row) => Number(row['site']));
    const stats = this.latency(
      ids.map((id) => [id]),
      sinceMinute,
    );
    return ids
      .flatMap((id, i) => (stats[i] ? [{ id, stats: stats[i] }] : []))
      .sort((a, b) => b.stats.sumNs - a.stats.sumNs || a.id - b.id)
      .slice(0, limit);
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
    const version = this.#dataVersion.get()!['data_version'];
    // Another process has written.
    if (version !== this.#lastDataVersion) this.forget();
    this.#lastDataVersion = version;
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

  /** `range` names the buckets that count. */
  #answer(
    sites: readonly number[],
    range: string,
    counts: (bucket: LatencyBucket) => boolean,
  ): LatencyStats | undefined {
    const key = `${range} ${sites.join()}`;
    let version = 0;
    for (const site of sites) version += this.#sites.get(site)!.version;
    const known = this.#answers.get(key);
    if (known?.version === version) return known.stats;
    this.#sumUp(sites, counts);
    const stats = statsOf(this.#sum);
    if (this.#answers.size >= MAX_CACHED_ANSWERS) this.#answers.clear();
    this.#answers.set(key, { version, stats });
    return stats;
  }

  /** Into `#sum`. */
  #sumUp(sites: readonly number[], counts: (bucket: LatencyBucket) => boolean): void {
    this.#sum.clear();
    for (const site of new Set(sites))
      for (const [key, bytes] of this.#sites.get(site)!.byBucket)
        if (counts(bucketOfKey(key))) this.#sum.mergeEncoded(bytes);
  }
}

function endsAfter(sinceMinute: number): (bucket: LatencyBucket) => boolean {
  return ({ minute, minutes }) => minute + minutes > sinceMinute;
}

function statsOf(sketch: LatencySketch): LatencyStats | undefined {
  if (sketch.count === 0) return undefined;
  return {
    count: sketch.count,
    errors: sketch.errors,
    sumNs: sketch.sumNs,
    p50Ns: sketch.quantileNs(50),
    p95Ns: sketch.quantileNs(95),
    p99Ns: sketch.quantileNs(99),
    maxNs: sketch.maxNs,
  };
}
