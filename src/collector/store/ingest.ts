import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { CodeRefCache } from '../../core/formats/codeRefCache.ts';
import { FILE_LIMITS, RECEIVER_LIMITS, type DecodeLimits } from '../../core/formats/limits.ts';
import { splitByTrace, type SplitPayload } from '../../core/formats/splitByTrace.ts';
import type { SpanHead } from '../../core/formats/spanHead.ts';
import type { TraceId } from '../../core/ids.ts';
import { Problem } from '../../core/problem.ts';
import type { RejectedCount } from '../../core/protocol.ts';
import { splitLogsByTrace, type SplitLogs } from '../../core/formats/splitLogsByTrace.ts';
import { AgeClock, type Clocks } from './ageClock.ts';
import type { ChunkTable } from './chunkTable.ts';
import type { Counters } from './counters.ts';
import type { LatencyTable } from './latencyTable.ts';
import type { LinkTable } from './linkTable.ts';
import type { LogTable } from './logTable.ts';
import type { Retention } from './retention.ts';
import { SeenSpans } from './seenSpans.ts';
import type { ServiceTable } from './serviceTable.ts';
import type { SiteTable } from './siteTable.ts';
import { digestOf } from './traceDigest.ts';
import type { TraceTable } from './traceTable.ts';
import { transaction } from './transaction.ts';
import type { VersionTable } from './versionTable.ts';

/** A request's body in the form everything is kept in. */
export interface Payload {
  /** Traces unless it says logs. */
  readonly signal?: 'traces' | 'logs';
  readonly protobuf: Uint8Array;
  /** Spans or log records that were refused on the way to protobuf; they count as received. */
  readonly rejected: readonly RejectedCount[];
  /** Those of the receiver, unless it came another way. */
  readonly limits?: DecodeLimits;
}

/** What became of a payload. */
export type IngestOutcome =
  | {
      readonly kept: true;
      readonly rejected: readonly RejectedCount[];
      readonly traceIds: readonly TraceId[];
      readonly stored: number;
      readonly duplicate: number;
    }
  | { readonly kept: false; readonly problem: Problem };

export interface IngestTables {
  readonly traces: TraceTable;
  readonly chunks: ChunkTable;
  readonly sites: SiteTable;
  readonly latency: LatencyTable;
  readonly services: ServiceTable;
  readonly logs: LogTable;
  readonly links: LinkTable;
  readonly versions: VersionTable;
  readonly counters: Counters;
  readonly retention: Retention;
}

/** About 20 MB: two payloads of the largest number of spans. */
const MAX_SEEN_SPANS = 200_000;

/** Writes payloads: several in one transaction, each kept or refused for itself. */
export class Ingest {
  readonly #database: DatabaseSync;
  readonly #tables: IngestTables;
  readonly #seen: SeenSpans;
  readonly #codeRefs = new CodeRefCache();
  readonly #dataVersion: StatementSync;
  readonly #clocks: Clocks;
  /** Made with the first transaction: a damaged store is to fail in the work, not in the opening. */
  #age: AgeClock | undefined;
  #lastDataVersion: unknown;

  constructor(database: DatabaseSync, tables: IngestTables, clocks: Clocks) {
    this.#database = database;
    this.#tables = tables;
    this.#clocks = clocks;
    this.#seen = new SeenSpans(MAX_SEEN_SPANS, (traceId) => this.#storedSpans(traceId));
    this.#dataVersion = database.prepare('PRAGMA data_version');
  }

  /** One outcome a payload, in order, all committed on return. Throws SQLite's errors, and then nothing was kept. */
  run(payloads: readonly Payload[]): readonly IngestOutcome[] {
    return this.#transaction(() =>
      payloads.map((payload) => (payload.signal === 'logs' ? this.#keepLogs(payload) : this.#keep(payload))),
    );
  }

  /** Lets go of what is too old or too much by now. */
  makeRoom(): void {
    this.#transaction(() => {});
  }

  /** Forgets what is known of the rows: they have changed otherwise than through {@link run}. */
  forget(): void {
    this.#seen.clear();
    this.#tables.sites.forget();
    this.#tables.latency.forget();
    this.#tables.services.forget();
    this.#tables.traces.forget();
    this.#tables.logs.forget();
    this.#tables.versions.forget();
  }

  #transaction<T>(work: () => T): T {
    try {
      return transaction(this.#database, () => {
        this.#noticeOtherWriters();
        const age = (this.#age ??= new AgeClock(this.#clocks, this.#tables.chunks.lastReceivedMs()));
        const result = work();
        this.#tables.latency.flush(this.#clocks.wallMs());
        this.#makeRoom(age);
        this.#tables.services.flush();
        this.#tables.traces.forget();
        return result;
      });
    } catch (thrown) {
      // What the caches learned in this transaction is not in the store.
      this.forget();
      throw thrown;
    }
  }

  /** Another window's collector may write to the same store; SQLite tells by this number. */
  #noticeOtherWriters(): void {
    const version = this.#dataVersion.get()!['data_version'];
    if (version !== this.#lastDataVersion) this.forget();
    this.#lastDataVersion = version;
  }

  #keep(payload: Payload): IngestOutcome {
    const touched = new Set<TraceId>();
    let duplicates = 0;
    let split: SplitPayload;
    try {
      split = splitByTrace(
        payload.protobuf,
        payload.limits ?? RECEIVER_LIMITS,
        (span) => {
          touched.add(span.traceId);
          const isNew = this.#seen.add(span);
          if (!isNew) duplicates++;
          return isNew;
        },
        this.#codeRefs,
      );
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      // Spans before the broken place were noted as seen, but none of them is kept.
      for (const traceId of touched) this.#seen.forget(traceId);
      return { kept: false, problem: thrown };
    }
    this.#write(split);
    const rejected = [...payload.rejected, ...split.rejected];
    const stored = split.chunks.reduce((sum, chunk) => sum + chunk.spans.length, 0);
    this.#count(split, payload.rejected, stored, duplicates);
    const traceIds = split.chunks.map((chunk) => chunk.traceId);
    return { kept: true, rejected, traceIds, stored, duplicate: duplicates };
  }

  #keepLogs(payload: Payload): IngestOutcome {
    let split: SplitLogs;
    try {
      split = splitLogsByTrace(payload.protobuf, payload.limits ?? RECEIVER_LIMITS);
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      return { kept: false, problem: thrown };
    }
    const { logs, counters } = this.#tables;
    let stored = 0;
    for (const { traceId, records, bytes } of split.chunks) {
      logs.add(traceId, records, this.#clocks.wallMs(), bytes);
      stored += records;
    }
    const malformed = payload.rejected.reduce((sum, { count }) => sum + count, split.malformed);
    counters.add('logs.received', split.received + malformed - split.malformed);
    counters.add('logs.stored', stored);
    counters.add('logs.without-trace', split.withoutTrace);
    counters.add('logs.malformed', malformed);
    return {
      kept: true,
      // A log without a trace is nobody's mistake: it is not told to its sender, who would warn about each batch.
      rejected: malformed > 0 ? [{ reason: 'malformed-span', count: malformed }] : [],
      traceIds: split.chunks.map(({ traceId }) => traceId),
      stored,
      duplicate: 0,
    };
  }

  #write({ chunks }: SplitPayload): void {
    const { traces, chunks: chunkTable, latency, links, versions } = this.#tables;
    const receivedMs = this.#clocks.wallMs();
    for (const { traceId, bytes, spans } of chunks) {
      const trace = traces.add(traceId, digestOf(spans as [SpanHead, ...SpanHead[]]), bytes.length);
      chunkTable.add(trace, spans.length, receivedMs, bytes);
      for (const span of spans) {
        latency.add(trace, span);
        links.add(trace, span);
        if (span.serviceVersion !== undefined) versions.add(span.service, span.serviceVersion, span.startEpochNs);
      }
    }
  }

  #count(split: SplitPayload, rejectedBefore: readonly RejectedCount[], stored: number, duplicates: number): void {
    const { counters } = this.#tables;
    let received = split.received;
    for (const { count } of rejectedBefore) received += count;
    counters.add('received', received);
    counters.add('stored', stored);
    counters.add('duplicate', duplicates);
    for (const { reason, count } of [...rejectedBefore, ...split.rejected]) counters.add(`rejected.${reason}`, count);
  }

  #makeRoom(age: AgeClock): void {
    const { traceIds, spans, logRecords } = this.#tables.retention.enforce(age);
    const { counters } = this.#tables;
    counters.add('evicted.size', spans.size);
    counters.add('evicted.age', spans.age);
    counters.add('logs.evicted', logRecords);
    // A span of an evicted trace that is sent again is new again.
    for (const traceId of traceIds) this.#seen.forget(traceId);
  }

  *#storedSpans(traceId: TraceId): Iterable<SpanHead> {
    if (this.#tables.traces.numberOf(traceId) === undefined) return;
    for (const bytes of this.#tables.chunks.of(traceId)) {
      yield* spansOf(bytes);
    }
  }
}

/** A chunk that cannot be read any more is passed over: its spans would be kept twice when sent again, but nothing is refused for it. */
function spansOf(bytes: Uint8Array): readonly SpanHead[] {
  try {
    return splitByTrace(bytes, FILE_LIMITS, () => true).chunks.flatMap((chunk) => chunk.spans);
  } catch (thrown) {
    if (thrown instanceof Problem) return [];
    throw thrown;
  }
}
