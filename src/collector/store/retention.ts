import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TraceId } from '../../core/ids.ts';
import type { AgeClock } from './ageClock.ts';
import type { LatencyTable } from './latencyTable.ts';
import type { LogTable } from './logTable.ts';
import { TRACE_OVERHEAD_BYTES } from './schema.ts';
import type { ServiceTable } from './serviceTable.ts';
import type { SiteTable } from './siteTable.ts';
import type { TraceNumber } from './traceTable.ts';

export interface RetentionLimits {
  /** What the store may take on disk before traces leave it. */
  readonly capBytes: number;
  /** How long after its last span a trace stays; 0 is for ever. */
  readonly maxAgeMs: number;
}

export type EvictionReason = 'size' | 'age';

/** What left the store. */
export interface Evicted {
  readonly traceIds: readonly TraceId[];
  readonly spans: Readonly<Record<EvictionReason, number>>;
  readonly logRecords: number;
}

interface RetentionTables {
  readonly services: ServiceTable;
  readonly sites: SiteTable;
  readonly latency: LatencyTable;
  readonly logs: LogTable;
}

interface OldTrace {
  readonly id: TraceNumber;
  readonly trace_id: TraceId;
  readonly spans: number;
  readonly chunk_bytes: number;
  readonly head_service: string;
}

/** Logs are beside the point: they may take an eighth of the store. */
const LOG_SHARE = 1 / 8;
/** Traces that leave by age in one transaction, some 10 ms. */
const MAX_EXPIRED = 500;
/** How long logs wait for the first span of their trace. SDKs export spans when they end, and a job may take an hour. */
const STRAY_LOGS_MS = 2 * 3_600_000;

/**
 * Keeps the store below a size and an age. When room is needed it is taken from the service that holds most, its oldest trace first, so
 * that a noisy service pushes out itself and not the others. A trace belongs to the service of its head span.
 */
export class Retention {
  #limits: RetentionLimits;
  readonly #tables: RetentionTables;
  readonly #pageCount: StatementSync;
  readonly #freePages: StatementSync;
  readonly #pageBytes: number;
  readonly #oldestOf: StatementSync;
  readonly #oldest: StatementSync;
  readonly #arrivals: StatementSync;
  readonly #deletions: readonly StatementSync[];

  constructor(database: DatabaseSync, limits: RetentionLimits, tables: RetentionTables) {
    this.#limits = limits;
    this.#tables = tables;
    this.#pageCount = database.prepare('PRAGMA page_count');
    this.#freePages = database.prepare('PRAGMA freelist_count');
    this.#pageBytes = Number(database.prepare('PRAGMA page_size').get()!['page_size']);
    const columns = 'id, trace_id, spans, chunk_bytes, head_service';
    this.#oldestOf = database.prepare(`SELECT ${columns} FROM trace WHERE head_service = ? ORDER BY id`);
    this.#oldest = database.prepare(`SELECT ${columns} FROM trace ORDER BY id LIMIT ${MAX_EXPIRED}`);
    this.#arrivals = database.prepare(
      'SELECT min(received_ms) AS first, max(received_ms) AS last FROM chunk WHERE trace = ?',
    );
    this.#deletions = ['link WHERE trace', 'chunk WHERE trace', 'trace WHERE id'].map((column) =>
      database.prepare(`DELETE FROM ${column} IN (SELECT value FROM json_each(?))`),
    );
  }

  configure(limits: RetentionLimits): void {
    this.#limits = limits;
  }

  /** What the store's rows and indexes take; pages of deleted rows are used again before the file grows. */
  usedBytes(): number {
    const pages = Number(this.#pageCount.get()!['page_count']) - Number(this.#freePages.get()!['freelist_count']);
    return pages * this.#pageBytes;
  }

  /** Makes room within the transaction under way. */
  enforce(clock: AgeClock): Evicted {
    const traceIds: TraceId[] = [];
    const spans = { size: 0, age: 0 };
    const { maxAgeMs, capBytes } = this.#limits;
    const { logs } = this.#tables;
    let logRecords = logs.trimTo(capBytes * LOG_SHARE);
    const leave = (traces: readonly OldTrace[], reason: EvictionReason): void => {
      for (const trace of traces) spans[reason] += trace.spans;
      traceIds.push(...traces.map(({ trace_id }) => trace_id));
      logRecords += this.#delete(traces);
    };
    if (maxAgeMs > 0) {
      leave(this.#expired(clock.cutoffMs(maxAgeMs)), 'age');
      logRecords += logs.deleteStray(clock.cutoffMs(Math.max(maxAgeMs, STRAY_LOGS_MS)));
    }
    for (let excess = this.usedBytes() - capBytes; excess > 0; excess = this.usedBytes() - capBytes) {
      const traces = this.#largestFirst(excess);
      if (traces.length === 0) break;
      leave(traces, 'size');
    }
    return { traceIds, spans, logRecords };
  }

  /** Traces of the service that holds most, the oldest first: as many bytes as are too many, or as it holds more than the next one. */
  #largestFirst(excessBytes: number): readonly OldTrace[] {
    this.#tables.services.flush();
    const [largest, second] = this.#tables.services.largest();
    if (!largest) return [];
    const bytes = Math.min(excessBytes, largest.bytes - (second?.bytes ?? 0));
    const traces: OldTrace[] = [];
    let freed = 0;
    for (const row of this.#oldestOf.iterate(largest.name) as unknown as Iterable<OldTrace>) {
      traces.push(row);
      freed += row.chunk_bytes + TRACE_OVERHEAD_BYTES;
      if (freed >= bytes) break;
    }
    return traces;
  }

  #expired(cutoffMs: number): readonly OldTrace[] {
    const expired: OldTrace[] = [];
    for (const row of this.#oldest.iterate() as unknown as Iterable<OldTrace>) {
      const arrivals = this.#arrivals.get(row.id)!;
      if (Number(arrivals['first']) >= cutoffMs) break;
      if (Number(arrivals['last']) < cutoffMs) expired.push(row);
    }
    return expired;
  }

  /** Gives the number of log records that go with them. */
  #delete(traces: readonly OldTrace[]): number {
    if (traces.length === 0) return 0;
    const { services, sites, latency, logs } = this.#tables;
    const numbers = traces.map(({ id }) => id);
    for (const deletion of this.#deletions) deletion.run(JSON.stringify(numbers));
    for (const { head_service, chunk_bytes } of traces) services.add(head_service, -chunk_bytes - TRACE_OVERHEAD_BYTES);
    sites.deleteUnused(latency.drop(numbers));
    return logs.deleteOf(traces.map(({ trace_id }) => trace_id));
  }
}
