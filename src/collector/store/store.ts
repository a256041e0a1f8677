import type { DatabaseSync } from 'node:sqlite';
import type { TraceId } from '../../core/ids.ts';
import type {
  CodeSite,
  ExemplarOrder,
  LatencyBar,
  LatencyStats,
  ServiceVersion,
  SiteLatency,
  SpanExemplar,
} from '../../core/latencyProtocol.ts';
import type { CollectorStats, SpanRef, TraceListQuery } from '../../core/protocol.ts';
import type { TraceSummary } from '../../core/trace.ts';
import { MACHINE_CLOCKS, type Clocks } from './ageClock.ts';
import { ChunkTable } from './chunkTable.ts';
import { byReason, Counters } from './counters.ts';
import { Ingest, type IngestOutcome, type IngestTables, type Payload } from './ingest.ts';
import { LatencyTable } from './latencyTable.ts';
import { LinkTable } from './linkTable.ts';
import { LogTable } from './logTable.ts';
import { NameLists } from './nameLists.ts';
import { openDatabase, type OpenMode } from './openDatabase.ts';
import { PendingCounts } from './pendingCounts.ts';
import { Retention, type RetentionLimits } from './retention.ts';
import { ServiceTable } from './serviceTable.ts';
import { SiteTable } from './siteTable.ts';
import { sqliteTrouble } from './sqliteTrouble.ts';
import { StoreChanges } from './storeChanges.ts';
import { TraceList } from './traceList.ts';
import { TraceTable } from './traceTable.ts';
import { transaction } from './transaction.ts';
import { VersionTable } from './versionTable.ts';

export interface StoreOptions {
  readonly directory: string;
  readonly mode: OpenMode;
  /** What the store may take on disk before the oldest traces leave it. */
  readonly capBytes: number;
  /** How long after its last span a trace stays; 0 or nothing is for ever. */
  readonly maxAgeMs?: number;
  /** The machine's, unless it is a test's. */
  readonly clocks?: Clocks;
  /** Given when counting must go on while no store can be opened. */
  readonly pending?: PendingCounts;
}

export const DEFAULT_CAP_BYTES = 1024 ** 3;

/** Ages are in days, and minutes become hours: once a minute is often enough for a store that nothing is sent to. */
const ROOM_INTERVAL_MS = 60_000;

/** The traces on disk. Every call is synchronous and belongs into a worker; all throw SQLite's errors. */
export class Store {
  /** Where a damaged store went that was found instead of this one. */
  readonly movedAside: string | undefined;
  /** What others write to it. */
  readonly changes: StoreChanges;
  readonly #database: DatabaseSync;
  readonly #tables: IngestTables;
  readonly #ingest: Ingest;
  readonly #list: TraceList;
  readonly #names: NameLists;
  readonly #pending: PendingCounts;
  readonly #clocks: Clocks;
  #roomDueMs: number;

  /** Throws a Problem when the store cannot be opened. */
  constructor(options: StoreOptions) {
    const { database, movedAside } = openDatabase(options.directory, options.mode);
    this.#database = database;
    this.movedAside = movedAside;
    this.changes = new StoreChanges(database);
    const sites = new SiteTable(database);
    const services = new ServiceTable(database);
    const latency = new LatencyTable(database, sites);
    const logs = new LogTable(database);
    const { capBytes, maxAgeMs = 0, clocks = MACHINE_CLOCKS } = options;
    this.#tables = {
      traces: new TraceTable(database, services),
      chunks: new ChunkTable(database),
      sites,
      services,
      latency,
      logs,
      links: new LinkTable(database),
      versions: new VersionTable(database),
      counters: new Counters(database),
      retention: new Retention(database, { capBytes, maxAgeMs }, { services, sites, latency, logs }),
    };
    this.#clocks = clocks;
    this.#roomDueMs = clocks.monotonicMs() + ROOM_INTERVAL_MS;
    this.#ingest = new Ingest(database, this.#tables, clocks);
    this.#list = new TraceList(database);
    this.#names = new NameLists(database);
    this.#pending = options.pending ?? new PendingCounts();
    if (movedAside !== undefined) this.#pending.add('moved-aside');
  }

  /** Keeps payloads in one transaction; all that is to be kept is committed on return. */
  ingest(payloads: readonly Payload[]): readonly IngestOutcome[] {
    return this.#ingest.run(payloads);
  }

  /** Other limits from now on; what is above them leaves with the next payload, or with {@link makeRoom}. */
  configure(limits: RetentionLimits): void {
    this.#tables.retention.configure(limits);
  }

  /** Lets go of what has become too old; for a store that nothing is sent to. */
  makeRoom(): void {
    this.#ingest.makeRoom();
  }

  /** Writes the counts that are pending, and lets go of what has become too old once a minute. To be called now and then. */
  flush(): void {
    this.#flushCounts();
    if (this.#clocks.monotonicMs() < this.#roomDueMs) return;
    this.#roomDueMs = this.#clocks.monotonicMs() + ROOM_INTERVAL_MS;
    this.makeRoom();
  }

  #flushCounts(): void {
    if (this.#pending.isEmpty) return;
    transaction(this.#database, () => {
      for (const [name, count] of this.#pending.entries()) this.#tables.counters.add(name, count);
    });
    this.#pending.clear();
  }

  list(query: TraceListQuery): readonly TraceSummary[] {
    return this.#list.read(query);
  }

  /** The stored OTLP protobuf of a trace in order of arrival. */
  trace(traceId: TraceId): readonly ArrayBuffer[] {
    return this.#tables.chunks.of(traceId).map((bytes) => bytes.buffer);
  }

  /** The log records of a trace as OTLP protobuf (LogsData) in order of arrival; some may be there before its first span. */
  logsOf(traceId: TraceId): readonly ArrayBuffer[] {
    return this.#tables.logs.of(traceId).map((bytes) => bytes.buffer);
  }

  endingWith(lowHalf: string): readonly TraceId[] {
    return this.#tables.traces.endingWith(lowHalf);
  }

  oldestEpochNs(): string | undefined {
    return this.#tables.traces.oldestEpochNs();
  }

  services(): readonly string[] {
    return this.#names.services();
  }

  operations(service: string): readonly string[] {
    return this.#names.operations(service);
  }

  /** When the last of a trace's spans arrived, milliseconds since the Unix epoch. */
  lastArrivalMs(traceId: TraceId): number | undefined {
    return this.#tables.chunks.lastArrivalMs(traceId);
  }

  /** Stored spans with a link to this one, in order of arrival. */
  linksTo(target: SpanRef): readonly SpanRef[] {
    return this.#tables.links.to(target);
  }

  codeSites(after: number): readonly CodeSite[] {
    return this.#tables.sites.after(after);
  }

  latency(groups: readonly (readonly number[])[], sinceEpochNs: bigint): readonly (LatencyStats | undefined)[] {
    return this.#tables.latency.latency(groups, sinceEpochNs);
  }

  latencyBetween(
    groups: readonly (readonly number[])[],
    fromEpochNs: bigint,
    toEpochNs: bigint,
  ): readonly (LatencyStats | undefined)[] {
    return this.#tables.latency.latencyBetween(groups, fromEpochNs, toEpochNs);
  }

  distribution(sites: readonly number[], sinceEpochNs: bigint): readonly LatencyBar[] {
    return this.#tables.latency.distribution(sites, sinceEpochNs);
  }

  hotSites(sinceEpochNs: bigint, limit: number): readonly SiteLatency[] {
    return this.#tables.latency.hotSites(sinceEpochNs, limit);
  }

  serviceVersions(service: string): readonly ServiceVersion[] {
    return this.#tables.versions.of(service);
  }

  exemplars(sites: readonly number[], order: ExemplarOrder, limit: number): readonly SpanExemplar[] {
    return this.#tables.latency.exemplars(sites, order, limit);
  }

  stats(): CollectorStats {
    const sums = new Map(this.#tables.counters.read());
    for (const [name, count] of this.#pending.entries()) sums.set(name, (sums.get(name) ?? 0) + count);
    return {
      received: sums.get('received') ?? 0,
      stored: sums.get('stored') ?? 0,
      duplicate: sums.get('duplicate') ?? 0,
      rejected: byReason(sums, 'rejected'),
      evicted: byReason(sums, 'evicted'),
      refusedRequests: byReason(sums, 'refused'),
      ignoredRequests: byReason(sums, 'ignored'),
      logs: {
        received: sums.get('logs.received') ?? 0,
        stored: sums.get('logs.stored') ?? 0,
        withoutTrace: sums.get('logs.without-trace') ?? 0,
        malformed: sums.get('logs.malformed') ?? 0,
        evicted: sums.get('logs.evicted') ?? 0,
      },
      storesMovedAside: sums.get('moved-aside') ?? 0,
      damagedChunks: this.#tables.chunks.damaged,
      traces: this.#tables.traces.count(),
      storeBytes: this.#tables.retention.usedBytes(),
    };
  }

  /** Deletes every trace, and gives the disk space back. Counters stay, and count what went. */
  clear(): void {
    transaction(this.#database, () => {
      const spans = this.#tables.traces.spanCount();
      const logRecords = this.#tables.logs.recordCount();
      this.#database
        .exec(`DELETE FROM sketch; DELETE FROM exemplar; DELETE FROM link; DELETE FROM log; DELETE FROM service; DELETE FROM site; DELETE FROM version;
         DELETE FROM chunk; DELETE FROM trace`);
      this.#tables.counters.add('evicted.cleared', spans);
      this.#tables.counters.add('logs.evicted', logRecords);
    });
    this.#ingest.forget();
    try {
      // Deleted rows stay in the file's free pages until they are overwritten; who clears wants them gone.
      this.#database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
    } catch (thrown) {
      // Another window reads, or the disk has no room for a copy. The traces are deleted all the same.
      if (sqliteTrouble(thrown) === undefined) throw thrown;
    }
  }

  close(): void {
    this.#flushCounts();
    this.#database.close();
  }
}
