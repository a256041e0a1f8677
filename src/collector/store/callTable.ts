import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SpanHead } from '../../core/formats/spanHead.ts';
import type { SpanId, TraceId } from '../../core/ids.ts';
import type { ExemplarOrder, LatencyStats, SpanExemplar } from '../../core/protocol.ts';
import { clip } from './clip.ts';
import { nearestRank } from './nearestRank.ts';
import type { SiteTable } from './siteTable.ts';
import { spanTimes } from './spanTimes.ts';
import type { TraceNumber } from './traceTable.ts';

const MAX_NAME_LENGTH = 1000;
const MAX_EXEMPLARS = 1000;

const EXEMPLARS = {
  slowest: ['', 'call.duration_ns DESC, call.start_ns DESC'],
  latest: ['', 'call.start_ns DESC'],
  failing: ['AND call.error = 1', 'call.start_ns DESC'],
} as const satisfies Record<ExemplarOrder, readonly [string, string]>;

interface ExemplarRow {
  readonly trace_id: TraceId;
  readonly span_id: SpanId;
  readonly name: string;
  readonly service: string;
  readonly start_ns: string;
  readonly duration_ns: number;
  readonly error: number;
}

/** The spans that name a place in code, one row each, so that percentiles are exact. */
export class CallTable {
  readonly #sites: SiteTable;
  readonly #insert: StatementSync;
  readonly #latency: StatementSync;
  readonly #exemplars: Readonly<Record<ExemplarOrder, StatementSync>>;

  constructor(database: DatabaseSync, sites: SiteTable) {
    this.#sites = sites;
    this.#insert = database.prepare(
      'INSERT INTO call (site, trace, start_ns, duration_ns, error, span_id, name) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    // One row with all durations in one text: a row each would cost twenty times as much on the way to JavaScript.
    this.#latency = database.prepare(
      `SELECT total(error) AS errors, json_group_array(duration_ns) AS durations
       FROM call INDEXED BY call_by_site
       WHERE site IN (SELECT value FROM json_each(?)) AND start_ns >= ?`,
    );
    const exemplars = (order: ExemplarOrder): StatementSync =>
      database.prepare(
        `SELECT trace.trace_id, call.span_id, call.name, site.service, CAST(call.start_ns AS TEXT) AS start_ns,
                call.duration_ns, call.error
         FROM call JOIN trace ON trace.id = call.trace JOIN site ON site.id = call.site
         WHERE call.site IN (SELECT value FROM json_each(?)) ${EXEMPLARS[order][0]}
         ORDER BY ${EXEMPLARS[order][1]}, call.id
         LIMIT ?`,
      );
    this.#exemplars = { slowest: exemplars('slowest'), latest: exemplars('latest'), failing: exemplars('failing') };
  }

  /** Notes a span when it names a place. One without a known duration is left out: it would drag every percentile to zero. */
  add(trace: TraceNumber, span: SpanHead): void {
    if (!span.code) return;
    const { startEpochNs, durationNs } = spanTimes(span.startEpochNs, span.endEpochNs);
    if (durationNs === undefined) return;
    const site = this.#sites.idOf(span.service, span.code);
    const name = clip(span.name, MAX_NAME_LENGTH);
    this.#insert.run(site, trace, startEpochNs, durationNs, span.error ? 1 : 0, span.spanId, name);
  }

  /** Of the calls of some sites that began at `sinceEpochNs` or later. */
  latency(sites: readonly number[], sinceEpochNs: bigint): LatencyStats | undefined {
    const row = this.#latency.get(JSON.stringify(sites), sinceEpochNs)!;
    const durationsNs = Float64Array.from(JSON.parse(String(row['durations'])) as readonly number[]).sort();
    if (durationsNs.length === 0) return undefined;
    return {
      count: durationsNs.length,
      errors: Number(row['errors']),
      p50Ns: nearestRank(durationsNs, 50),
      p95Ns: nearestRank(durationsNs, 95),
      p99Ns: nearestRank(durationsNs, 99),
      maxNs: durationsNs.at(-1)!,
    };
  }

  exemplars(sites: readonly number[], order: ExemplarOrder, limit: number): readonly SpanExemplar[] {
    const rows = this.#exemplars[order].all(JSON.stringify(sites), Math.max(0, Math.min(limit, MAX_EXEMPLARS)));
    return (rows as unknown as readonly ExemplarRow[]).map((row) => ({
      traceId: row.trace_id,
      spanId: row.span_id,
      name: row.name,
      service: row.service,
      startEpochNs: row.start_ns,
      durationNs: row.duration_ns,
      error: row.error === 1,
    }));
  }
}
