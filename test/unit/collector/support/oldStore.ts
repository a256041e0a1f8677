import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { APPLICATION_ID } from '../../../../src/collector/store/schema.ts';
import { EPOCH_NS, exportJson, protoBytes, spanId, traceId } from './payloads.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

/** What version 1 made; version 2 had links besides. Kept as they were, so that they do not follow the code. */
const VERSION_1 = `
  CREATE TABLE trace (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    trace_id TEXT NOT NULL UNIQUE,
    start_ns INTEGER NOT NULL,
    end_ns INTEGER NOT NULL,
    duration_ns INTEGER NOT NULL,
    spans INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    chunk_bytes INTEGER NOT NULL,
    services TEXT NOT NULL,
    head_is_root INTEGER NOT NULL,
    head_start_ns INTEGER NOT NULL,
    head_span_id TEXT NOT NULL,
    head_service TEXT NOT NULL,
    head_name TEXT NOT NULL,
    search TEXT NOT NULL
  ) STRICT;
  CREATE INDEX trace_by_start ON trace (start_ns DESC, trace_id);

  CREATE TABLE chunk (
    id INTEGER PRIMARY KEY,
    trace INTEGER NOT NULL,
    span_count INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  CREATE INDEX chunk_by_trace ON chunk (trace);

  CREATE TABLE site (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    service TEXT NOT NULL,
    file TEXT NOT NULL,
    line INTEGER NOT NULL,
    column INTEGER NOT NULL,
    function TEXT NOT NULL,
    UNIQUE (service, file, line, column, function)
  ) STRICT;

  CREATE TABLE call (
    id INTEGER PRIMARY KEY,
    site INTEGER NOT NULL,
    trace INTEGER NOT NULL,
    start_ns INTEGER NOT NULL,
    duration_ns INTEGER NOT NULL,
    error INTEGER NOT NULL,
    span_id TEXT NOT NULL,
    name TEXT NOT NULL
  ) STRICT;
  CREATE INDEX call_by_site ON call (site, start_ns, duration_ns, error);
  CREATE INDEX call_by_trace ON call (trace, site);

  CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

const LINKS = `
  CREATE TABLE link (
    id INTEGER PRIMARY KEY,
    trace INTEGER NOT NULL,
    span_id TEXT NOT NULL,
    target_trace_id TEXT NOT NULL,
    target_span_id TEXT NOT NULL
  ) STRICT;
  CREATE INDEX link_by_target ON link (target_span_id, target_trace_id);
  CREATE INDEX link_by_trace ON link (trace);
`;

export interface OldCall {
  readonly trace: number;
  readonly line: number;
  /** From EPOCH_NS. */
  readonly startNs: number;
  readonly durationNs: number;
  readonly error: boolean;
}

/** A store as version 1 or 2 left it: a trace of one span with a link for each call, which names its line in a.ts. */
export function oldStore(version: 1 | 2, calls: readonly OldCall[]): string {
  const directory = temporaryDirectory();
  const database = new DatabaseSync(join(directory, 'traces.db'));
  database.exec(`PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; ${VERSION_1} ${version === 2 ? LINKS : ''}`);
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${version}`);
  database.exec('BEGIN');
  const trace =
    database.prepare(`INSERT INTO trace (trace_id, start_ns, end_ns, duration_ns, spans, errors, chunk_bytes, services, head_is_root,
    head_start_ns, head_span_id, head_service, head_name, search) VALUES (?, ?, ?, ?, 1, ?, ?, '["s"]', 1, ?, ?, 's', 'operation', 's')`);
  const chunk = database.prepare('INSERT INTO chunk (trace, span_count, received_ms, bytes) VALUES (?, 1, ?, ?)');
  const site = database.prepare(
    `INSERT OR IGNORE INTO site (service, file, line, column, function) VALUES ('s', 'a.ts', ?, 0, '')`,
  );
  const siteOf = database.prepare('SELECT id FROM site WHERE line = ?');
  const call = database.prepare(
    'INSERT INTO call (site, trace, start_ns, duration_ns, error, span_id, name) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  for (const { trace: number, line, startNs, durationNs, error } of calls) {
    const spec = { trace: number, line, file: 'a.ts', startNs, durationNs, error };
    const bytes = protoBytes(exportJson({ service: 's', spans: [spec] }));
    const start = EPOCH_NS + BigInt(startNs);
    const { lastInsertRowid: id } = trace.run(
      traceId(number),
      start,
      start + BigInt(durationNs),
      durationNs,
      error ? 1 : 0,
      bytes.length,
      start,
      spanId(1),
    );
    chunk.run(id, Date.now(), bytes);
    site.run(line);
    call.run(Number(siteOf.get(line)!['id']), id, start, durationNs, error ? 1 : 0, spanId(1), 'operation');
    if (version === 2)
      database
        .prepare('INSERT INTO link (trace, span_id, target_trace_id, target_span_id) VALUES (?, ?, ?, ?)')
        .run(id, spanId(1), traceId(9), spanId(5));
  }
  database
    .prepare("INSERT INTO counter (name, value) VALUES ('received', ?), ('stored', ?)")
    .run(calls.length, calls.length);
  database.exec('COMMIT');
  database.close();
  return directory;
}
