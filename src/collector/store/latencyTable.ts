import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SpanHead } from '../../core/formats/spanHead.ts';
import { LatencySketch } from '../../core/latencySketch.ts';
import type { TraceId } from '../../core/ids.ts';
import type { ExemplarOrder, LatencyBar, LatencyStats, SiteLatency, SpanExemplar } from '../../core/latencyProtocol.ts';
import { clip } from './clip.ts';
import { ExemplarSet, firstOf, type Exemplar } from './exemplarSet.ts';
import { bucketKey, bucketOf, bucketOfKey, firstMinuteApart, hourOf, minuteOf } from './latencyBucket.ts';
import { LatencyReader } from './latencyReader.ts';
import type { SiteTable } from './siteTable.ts';
import { spanTimes } from './spanTimes.ts';
import type { TraceNumber } from './traceTable.ts';

const MAX_NAME_LENGTH = 1000;
const MAX_EXEMPLARS = 1000;
/** More functions than anybody goes through. */
const MAX_HOT_SITES = 2000;
/** SPAN_KINDS internal, server, consumer: their names stand in the code that makes or serves them. Those of clients are their libraries'. */
const MADE_IN_CODE: ReadonlySet<number> = new Set([1, 2, 5]);
/** About 3 kB each. A busy system has a few hundred functions in the current minute. */
const MAX_CACHED = 8000;
/** Minutes that become hours in one transaction: some 20 ms. */
const MAX_MERGED = 1000;

/** What is known of one code site in one bucket of time. */
interface Entry {
  readonly sketch: LatencySketch;
  readonly exemplars: ExemplarSet;
  /** The newest trace that an exemplar is of. */
  lastTrace: TraceNumber;
}

interface EntryRow {
  readonly last_trace: number;
  readonly sketch: Uint8Array;
  readonly exemplars: Uint8Array;
}

interface KeyRow {
  readonly site: number;
  readonly minute: number;
  readonly minutes: 1 | 60;
}

/**
 * The latency of the spans that name a place in code: a sketch for each code site and bucket of time, and the few spans of it that
 * are worth a look. The numbers of a bucket stay as long as one of its exemplars is stored, so that what is shown can be looked into.
 */
export class LatencyTable {
  readonly #sites: SiteTable;
  readonly #reader: LatencyReader;
  readonly #entry: StatementSync;
  readonly #putSketch: StatementSync;
  readonly #putExemplars: StatementSync;
  readonly #deleteSketch: StatementSync;
  readonly #deleteExemplars: StatementSync;
  readonly #exemplarsOf: StatementSync;
  readonly #traceIdOf: StatementSync;
  readonly #oldMinutes: StatementSync;
  readonly #endingWith: StatementSync;
  /** By site, then by bucket. */
  readonly #entries = new Map<number, Map<number, Entry>>();
  #cached = 0;
  /** Keys of entries that are not written yet. */
  readonly #dirty = new Map<number, Set<number>>();
  #firstApart = Number.NEGATIVE_INFINITY;
  #mergedUpTo = Number.NEGATIVE_INFINITY;

  constructor(database: DatabaseSync, sites: SiteTable) {
    this.#sites = sites;
    this.#reader = new LatencyReader(database);
    this.#entry = database.prepare(
      `SELECT sketch.last_trace, sketch.bytes AS sketch, exemplar.bytes AS exemplars
       FROM sketch JOIN exemplar USING (site, minute, minutes) WHERE site = ? AND minute = ? AND minutes = ?`,
    );
    this.#putSketch = database.prepare(
      `INSERT INTO sketch (site, minute, minutes, last_trace, bytes) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET last_trace = excluded.last_trace, bytes = excluded.bytes`,
    );
    this.#putExemplars = database.prepare(
      `INSERT INTO exemplar (site, minute, minutes, bytes) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET bytes = excluded.bytes`,
    );
    this.#deleteSketch = database.prepare('DELETE FROM sketch WHERE site = ? AND minute = ? AND minutes = ?');
    this.#deleteExemplars = database.prepare('DELETE FROM exemplar WHERE site = ? AND minute = ? AND minutes = ?');
    this.#exemplarsOf = database.prepare('SELECT bytes FROM exemplar WHERE site = ?');
    this.#traceIdOf = database.prepare('SELECT trace_id FROM trace WHERE id = ?');
    this.#oldMinutes = database.prepare(
      `SELECT site, minute, minutes FROM sketch INDEXED BY sketch_by_minute WHERE minutes = 1 AND minute < ? LIMIT ${MAX_MERGED}`,
    );
    this.#endingWith = database.prepare(
      'SELECT site, minute, minutes FROM sketch WHERE last_trace IN (SELECT value FROM json_each(?))',
    );
  }

  /** Notes a span when it names a place, or its operation may lead to one. One without a known duration is left out: it would drag every percentile to zero. */
  add(trace: TraceNumber, span: SpanHead): void {
    if (!span.code && (span.name === '' || !MADE_IN_CODE.has(span.kind))) return;
    const times = spanTimes(span.startEpochNs, span.endEpochNs);
    if (times.durationNs === undefined) return;
    const site = span.code ? this.#sites.idOf(span.service, span.code) : this.#sites.idOfOperation(span.service, span);
    if (site === undefined) return;
    this.addCall(site, {
      trace,
      spanId: span.spanId,
      startEpochNs: times.startEpochNs,
      durationNs: times.durationNs,
      error: span.error,
      name: clip(span.name, MAX_NAME_LENGTH),
    });
  }

  addCall(site: number, call: Exemplar): void {
    const key = bucketKey(bucketOf(call.startEpochNs, this.#firstApart));
    const entry = this.#use(site, key);
    entry.sketch.add(call.durationNs, call.error);
    entry.exemplars.add(call);
    if (call.trace > entry.lastTrace) entry.lastTrace = call.trace;
    this.#markDirty(site, key);
  }

  /** Writes what was added, within the transaction under way. */
  flush(nowMs: number): void {
    this.#writeDirty();
    this.#firstApart = firstMinuteApart(nowMs);
    if (this.#firstApart > this.#mergedUpTo) this.#mergeOldMinutes();
    if (this.#cached > MAX_CACHED) this.#forgetEntries();
  }

  /** Forgets what is known of the rows: they have changed otherwise than through this object, or its changes were rolled back. */
  forget(): void {
    this.#forgetEntries();
    this.#dirty.clear();
    this.#reader.forget();
    this.#mergedUpTo = Number.NEGATIVE_INFINITY;
  }

  /** Lets go of what only traces that have been deleted can show; gives the sites concerned. */
  drop(traces: readonly TraceNumber[]): readonly number[] {
    const rows = this.#endingWith.all(JSON.stringify(traces)) as unknown as readonly KeyRow[];
    for (const row of rows) {
      const key = bucketKey(row);
      const entry = this.#use(row.site, key);
      const live = entry.exemplars.all().filter(({ trace }) => this.#isStored(trace));
      const lastTrace = Math.max(-1, ...live.map(({ trace }) => trace));
      if (lastTrace < 0) this.#delete(row.site, key);
      else {
        entry.lastTrace = lastTrace;
        this.#markDirty(row.site, key);
      }
    }
    this.#writeDirty();
    return [...new Set(rows.map(({ site }) => site))];
  }

  /** Of the calls of some sites that began in the minute of `sinceEpochNs` or later. */
  latency(groups: readonly (readonly number[])[], sinceEpochNs: bigint): readonly (LatencyStats | undefined)[] {
    return this.#reader.latency(groups, minuteOf(sinceEpochNs));
  }

  latencyBetween(
    groups: readonly (readonly number[])[],
    fromEpochNs: bigint,
    toEpochNs: bigint,
  ): readonly (LatencyStats | undefined)[] {
    return this.#reader.between(groups, minuteOf(fromEpochNs), minuteOf(toEpochNs));
  }

  distribution(sites: readonly number[], sinceEpochNs: bigint): readonly LatencyBar[] {
    return this.#reader.distribution(sites, minuteOf(sinceEpochNs));
  }

  hotSites(sinceEpochNs: bigint, limit: number): readonly SiteLatency[] {
    const hot = this.#reader.hotSites(minuteOf(sinceEpochNs), Math.min(limit, MAX_HOT_SITES));
    return hot.flatMap(({ id, stats }) => {
      const site = this.#sites.site(id);
      return site ? [{ site, stats }] : [];
    });
  }

  exemplars(sites: readonly number[], order: ExemplarOrder, limit: number): readonly SpanExemplar[] {
    const found = new Map<Exemplar, number>();
    for (const site of sites) {
      for (const row of this.#exemplarsOf.all(site)) {
        const set = new ExemplarSet();
        set.addEncoded(row['bytes'] as Uint8Array);
        for (const exemplar of set.all()) found.set(exemplar, site);
      }
    }
    const answer: SpanExemplar[] = [];
    const most = Math.max(0, Math.min(limit, MAX_EXEMPLARS));
    for (const exemplar of firstOf([...found.keys()], order)) {
      if (answer.length >= most) break;
      const row = this.#traceIdOf.get(exemplar.trace);
      if (!row) continue;
      answer.push({
        traceId: row['trace_id'] as TraceId,
        spanId: exemplar.spanId,
        name: exemplar.name,
        service: this.#sites.serviceOf(found.get(exemplar)!),
        startEpochNs: String(exemplar.startEpochNs),
        durationNs: exemplar.durationNs,
        error: exemplar.error,
      });
    }
    return answer;
  }

  #isStored(trace: TraceNumber): boolean {
    return this.#traceIdOf.get(trace) !== undefined;
  }

  #use(site: number, key: number): Entry {
    let ofSite = this.#entries.get(site);
    if (!ofSite) this.#entries.set(site, (ofSite = new Map()));
    let entry = ofSite.get(key);
    if (!entry) {
      ofSite.set(key, (entry = this.#read(site, key)));
      this.#cached++;
    }
    return entry;
  }

  #read(site: number, key: number): Entry {
    const entry: Entry = { sketch: new LatencySketch(), exemplars: new ExemplarSet(), lastTrace: 0 };
    const { minute, minutes } = bucketOfKey(key);
    const row = this.#entry.get(site, minute, minutes) as EntryRow | undefined;
    if (!row) return entry;
    entry.lastTrace = row.last_trace;
    entry.sketch.mergeEncoded(row.sketch);
    entry.exemplars.addEncoded(row.exemplars);
    return entry;
  }

  #markDirty(site: number, key: number): void {
    const keys = this.#dirty.get(site);
    if (keys) keys.add(key);
    else this.#dirty.set(site, new Set([key]));
  }

  #writeDirty(): void {
    for (const [site, keys] of this.#dirty) {
      for (const key of keys) {
        const { sketch, exemplars, lastTrace } = this.#use(site, key);
        const { minute, minutes } = bucketOfKey(key);
        const bytes = sketch.encode();
        this.#putSketch.run(site, minute, minutes, lastTrace, bytes);
        this.#putExemplars.run(site, minute, minutes, exemplars.encode());
        this.#reader.changed(site, key, bytes);
      }
    }
    this.#dirty.clear();
  }

  /** Exemplars of deleted traces are left behind on the way. */
  #mergeOldMinutes(): void {
    const rows = this.#oldMinutes.all(this.#firstApart) as unknown as readonly KeyRow[];
    for (const row of rows) {
      const minuteKey = bucketKey(row);
      const hourKey = bucketKey(hourOf(row.minute));
      const minute = this.#use(row.site, minuteKey);
      const hour = this.#use(row.site, hourKey);
      hour.sketch.merge(minute.sketch);
      for (const exemplar of minute.exemplars.all()) if (this.#isStored(exemplar.trace)) hour.exemplars.add(exemplar);
      hour.lastTrace = Math.max(hour.lastTrace, minute.lastTrace);
      this.#delete(row.site, minuteKey);
      this.#markDirty(row.site, hourKey);
    }
    this.#writeDirty();
    if (rows.length < MAX_MERGED) this.#mergedUpTo = this.#firstApart;
  }

  #delete(site: number, key: number): void {
    const { minute, minutes } = bucketOfKey(key);
    this.#deleteSketch.run(site, minute, minutes);
    this.#deleteExemplars.run(site, minute, minutes);
    if (this.#entries.get(site)?.delete(key)) this.#cached--;
    this.#reader.changed(site, key, undefined);
  }

  #forgetEntries(): void {
    this.#entries.clear();
    this.#cached = 0;
  }
}
