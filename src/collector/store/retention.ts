import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TraceId } from '../../core/ids.ts';
import type { TraceNumber } from './traceTable.ts';

/** Traces that left the store. */
export interface Evicted {
  readonly traceIds: readonly TraceId[];
  readonly spans: number;
}

/** Keeps the store below a size: the traces that arrived first go first. */
export class Retention {
  readonly #capBytes: number;
  readonly #pageCount: StatementSync;
  readonly #freePages: StatementSync;
  readonly #pageBytes: number;
  readonly #oldest: StatementSync;
  readonly #sites: StatementSync;
  readonly #deletions: readonly StatementSync[];
  readonly #deleteSite: StatementSync;

  constructor(database: DatabaseSync, capBytes: number) {
    this.#capBytes = capBytes;
    this.#pageCount = database.prepare('PRAGMA page_count');
    this.#freePages = database.prepare('PRAGMA freelist_count');
    this.#pageBytes = Number(database.prepare('PRAGMA page_size').get()!['page_size']);
    this.#oldest = database.prepare('SELECT id, trace_id, spans, chunk_bytes FROM trace ORDER BY id');
    this.#sites = database.prepare('SELECT DISTINCT site FROM call WHERE trace <= ?');
    this.#deletions = [
      database.prepare('DELETE FROM call WHERE trace <= ?'),
      database.prepare('DELETE FROM link WHERE trace <= ?'),
      database.prepare('DELETE FROM chunk WHERE trace <= ?'),
      database.prepare('DELETE FROM trace WHERE id <= ?'),
    ];
    this.#deleteSite = database.prepare(
      'DELETE FROM site WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM call WHERE site = ?1)',
    );
  }

  /** What the store's rows and indexes take; pages of deleted rows are used again before the file grows. */
  usedBytes(): number {
    const pages = Number(this.#pageCount.get()!['page_count']) - Number(this.#freePages.get()!['freelist_count']);
    return pages * this.#pageBytes;
  }

  /** Makes room within the transaction under way. */
  enforce(): Evicted {
    const traceIds: TraceId[] = [];
    let spans = 0;
    for (let excess = this.usedBytes() - this.#capBytes; excess > 0; excess = this.usedBytes() - this.#capBytes) {
      const evicted = this.#evict(excess);
      if (evicted.traceIds.length === 0) break;
      traceIds.push(...evicted.traceIds);
      spans += evicted.spans;
    }
    return { traceIds, spans };
  }

  /** Removes the oldest traces that hold about so many bytes, at least one. */
  #evict(bytes: number): Evicted {
    const traceIds: TraceId[] = [];
    let spans = 0;
    let freed = 0;
    let last: TraceNumber | undefined;
    for (const row of this.#oldest.iterate()) {
      last = Number(row['id']);
      traceIds.push(row['trace_id'] as TraceId);
      spans += Number(row['spans']);
      freed += Number(row['chunk_bytes']);
      if (freed >= bytes) break;
    }
    if (last === undefined) return { traceIds, spans };
    const sites = this.#sites.all(last).map((row) => Number(row['site']));
    for (const deletion of this.#deletions) deletion.run(last);
    for (const site of sites) this.#deleteSite.run(site);
    return { traceIds, spans };
  }
}
