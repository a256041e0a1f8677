/** Goes up with every change of {@link SCHEMA}; a store of a higher version is left alone. */
export const SCHEMA_VERSION = 2;

/** "SPAN" in ASCII: tells our files from other programs' databases. */
export const APPLICATION_ID = 0x5350414e;

/** What spans link to: asked for by target, deleted by the trace that the link is in. */
const LINK_TABLE = `
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

/**
 * What makes a store of version n one of version n + 1, under n. To 2: links are noted from here on; those of traces that are stored
 * already are not, since reading all chunks again would hold up the opening for minutes.
 */
export const MIGRATIONS: ReadonlyMap<number, string> = new Map([[1, LINK_TABLE]]);

/** What stands in, empty, for the tables that an older store lacks while it is only read. Temporary tables are not in its file. */
export const STAND_INS: ReadonlyMap<number, string> = new Map([
  [1, 'CREATE TEMP TABLE link (id INTEGER PRIMARY KEY, trace, span_id, target_trace_id, target_span_id)'],
]);

/*
 * Traces have numbers in order of first arrival, so "the oldest traces" are a range of numbers in every table and
 * retention needs no index of its own. Times are nanoseconds since the Unix epoch; int64 ends in the year 2262, and what claims to be
 * later is held back to that here while the chunk keeps what was sent.
 */
export const SCHEMA = `
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

  ${LINK_TABLE}
  CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;
