import type { DatabaseSync } from 'node:sqlite';
import type { TraceId } from '../../core/ids.ts';
import type {
  CodeSite,
  CollectorStats,
  ExemplarOrder,
  LatencyStats,
  SpanExemplar,
  SpanRef,
  TraceListQuery,
} from '../../core/protocol.ts';
import type { TraceSummary } from '../../core/trace.ts';
import { CallTable } from './callTable.ts';
import { ChunkTable } from './chunkTable.ts';
import { byReason, Counters } from './counters.ts';
import { Ingest, type IngestOutcome, type IngestTables, type Payload } from './ingest.ts';
import { LinkTable } from './linkTable.ts';
import { NameLists } from './nameLists.ts';
import { openDatabase, type OpenMode } from './openDatabase.ts';
import { PendingCounts } from './pendingCounts.ts';
import { Retention } from './retention.ts';
import { SiteTable } from './siteTable.ts';
import { sqliteTrouble } from './sqliteTrouble.ts';
import { TraceList } from './traceList.ts';
import { TraceTable } from './traceTable.ts';
import { transaction } from './transaction.ts';

export interface StoreOptions {
  readonly directory: string;
  readonly mode: OpenMode;
  /** What the store may take on disk before the oldest traces leave it. */
  readonly capBytes: number;
  /** Given when counting must go on while no store can be opened. */
  readonly pending?: PendingCounts;
}

export const DEFAULT_CAP_BYTES = 1024 ** 3;

/** The traces on disk. Every call is synchronous and belongs into a worker; all throw SQLite's errors. */
export class Store {
  /** Where a damaged store went that was found instead of this one. */
  readonly movedAside: string | undefined;
  readonly #database: DatabaseSync;
  readonly #tables: IngestTables;
  readonly #ingest: Ingest;
  readonly #list: TraceList;
  readonly #names: NameLists;
  readonly #pending: PendingCounts;

  /** Throws a Problem when the store cannot be opened. */
  constructor(options: StoreOptions) {
    const { database, movedAside } = openDatabase(options.directory, options.mode);
    this.#database = database;
    this.movedAside = movedAside;
    const sites = new SiteTable(database);
    this.#tables = {
      traces: new TraceTable(database),
      chunks: new ChunkTable(database),
      sites,
      calls: new CallTable(database, sites),
      links: new LinkTable(database),
      counters: new Counters(database),
      retention: new Retention(database, options.capBytes),
    };
    this.#ingest = new Ingest(database, this.#tables);
    this.#list = new TraceList(database);
    this.#names = new NameLists(database);
    this.#pending = options.pending ?? new PendingCounts();
    if (movedAside !== undefined) this.#pending.add('moved-aside');
  }

  /** Keeps payloads in one transaction; all that is to be kept is committed on return. */
  ingest(payloads: readonly Payload[]): readonly IngestOutcome[] {
    return this.#ingest.run(payloads);
  }

  /** Writes the counts that are pending. */
  flush(): void {
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
    return groups.map((sites) => this.#tables.calls.latency(sites, sinceEpochNs));
  }

  exemplars(sites: readonly number[], order: ExemplarOrder, limit: number): readonly SpanExemplar[] {
    return this.#tables.calls.exemplars(sites, order, limit);
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
      storesMovedAside: sums.get('moved-aside') ?? 0,
      traces: this.#tables.traces.count(),
      storeBytes: this.#tables.retention.usedBytes(),
    };
  }

  /** Deletes every trace, and gives the disk space back. Counters stay, and count what went. */
  clear(): void {
    transaction(this.#database, () => {
      const spans = this.#tables.traces.spanCount();
      this.#database.exec('DELETE FROM call; DELETE FROM link; DELETE FROM site; DELETE FROM chunk; DELETE FROM trace');
      this.#tables.counters.add('evicted.cleared', spans);
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
    this.flush();
    this.#database.close();
  }
}
