import type { DatabaseSync } from 'node:sqlite';
import type { SpanId } from '../../core/ids.ts';
import { LatencyTable } from './latencyTable.ts';
import {
  LATENCY_TABLES,
  LINK_TABLE,
  LOG_TABLE,
  SERVICE_TABLE,
  SITE_TABLE,
  TRACE_OVERHEAD_BYTES,
  VERSION_TABLE,
} from './schema.ts';
import { SiteTable } from './siteTable.ts';

/**
 * What makes a store of version n one of version n + 1, under n, within a transaction.
 *
 * To 2: links are noted from here on; those of traces that are stored already are not, since reading all chunks again would hold up the
 * opening for minutes. To 3: the row that each call had becomes a part of its sketch; a million of them take about 3 s.
 * To 4: operations have numbers too, and versions are noted; the spans from before do not have their operations summed up.
 */
export const MIGRATIONS: ReadonlyMap<number, (database: DatabaseSync) => void> = new Map([
  [1, (database: DatabaseSync) => database.exec(LINK_TABLE)],
  [2, migrateTo3],
  [
    3,
    (database: DatabaseSync) => {
      addOperations(database);
      database.exec(VERSION_TABLE);
    },
  ],
]);

/** What stands in for the tables and columns that an older store lacks while it is only read. Temporary ones are not in its file. */
export const STAND_INS: ReadonlyMap<number, string> = new Map([
  [1, 'CREATE TEMP TABLE link (id INTEGER PRIMARY KEY, trace, span_id, target_trace_id, target_span_id)'],
  [
    2,
    `CREATE TEMP TABLE sketch (site, minute, minutes, last_trace, bytes, PRIMARY KEY (site, minute, minutes));
     CREATE INDEX temp.sketch_by_minute ON sketch (minute) WHERE minutes = 1;
     CREATE TEMP TABLE exemplar (site, minute, minutes, bytes, PRIMARY KEY (site, minute, minutes));
     CREATE TEMP TABLE log (id INTEGER PRIMARY KEY, trace_id, records, received_ms, bytes);
     CREATE TEMP TABLE service (name PRIMARY KEY, bytes);
     CREATE TEMP VIEW chunk AS SELECT *, NULL AS crc FROM main.chunk;
     CREATE TEMP TRIGGER chunk_insert INSTEAD OF INSERT ON chunk BEGIN SELECT RAISE(FAIL, 'read only'); END;
     CREATE TEMP TRIGGER chunk_delete INSTEAD OF DELETE ON chunk BEGIN SELECT RAISE(FAIL, 'read only'); END`,
  ],
  [
    3,
    `CREATE TEMP TABLE version (service, version, first_ns, PRIMARY KEY (service, version));
     CREATE TEMP VIEW site AS SELECT *, '' AS operation, 0 AS kind FROM main.site;
     CREATE TEMP TRIGGER site_insert INSTEAD OF INSERT ON site BEGIN SELECT RAISE(FAIL, 'read only'); END;
     CREATE TEMP TRIGGER site_delete INSTEAD OF DELETE ON site BEGIN SELECT RAISE(FAIL, 'read only'); END`,
  ],
]);

interface CallRow {
  readonly site: bigint;
  readonly trace: bigint;
  readonly start_ns: bigint;
  readonly duration_ns: bigint;
  readonly error: bigint;
  readonly span_id: SpanId;
  readonly name: string;
}

/** By site, so that one site's sketches are written before the next ones are begun. */
function migrateTo3(database: DatabaseSync): void {
  database.exec(`${LATENCY_TABLES} ${LOG_TABLE} ${SERVICE_TABLE}
    ALTER TABLE chunk ADD COLUMN crc INTEGER;
    INSERT INTO service (name, bytes)
      SELECT head_service, sum(chunk_bytes + ${TRACE_OVERHEAD_BYTES}) FROM trace GROUP BY head_service`);
  // The tables' classes speak of sites as they are now.
  addOperations(database);
  const latency = new LatencyTable(database, new SiteTable(database));
  const now = Date.now();
  latency.flush(now);
  const calls = database.prepare(
    'SELECT site, trace, start_ns, duration_ns, error, span_id, name FROM call ORDER BY site, start_ns',
  );
  calls.setReadBigInts(true);
  let site: number | undefined;
  for (const row of calls.iterate() as unknown as Iterable<CallRow>) {
    if (site !== Number(row.site)) latency.flush(now);
    site = Number(row.site);
    latency.addCall(site, {
      trace: Number(row.trace),
      spanId: row.span_id,
      startEpochNs: row.start_ns,
      durationNs: Number(row.duration_ns),
      error: row.error === 1n,
      name: row.name,
    });
  }
  latency.flush(now);
  database.exec('DROP TABLE call');
}

/** SQLite cannot widen a UNIQUE key: the table is made anew. Sites keep their numbers. */
function addOperations(database: DatabaseSync): void {
  if (database.prepare("SELECT 1 FROM pragma_table_info('site') WHERE name = 'operation'").get()) return;
  database.exec(`ALTER TABLE site RENAME TO old_site; ${SITE_TABLE}
    INSERT INTO site (id, service, file, line, column, function, operation, kind)
      SELECT id, service, file, line, column, function, '', 0 FROM old_site;
    DROP TABLE old_site`);
}
