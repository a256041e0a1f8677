/** Goes up with every change of {@link SCHEMA}; a store of a higher version is left alone. */
export const SCHEMA_VERSION = 4;

/** "SPAN" in ASCII: tells our files from other programs' databases. */
export const APPLICATION_ID = 0x5350414e;

/** What spans link to: asked for by target, deleted by the trace that the link is in. */
export const LINK_TABLE = `
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
 * Latency by code site and bucket of time (`minute` from the Unix epoch, 1 or 60 `minutes` long). Exemplars are apart, so that reading the
 * sketches of many functions touches few pages. `last_trace` is the newest trace that an exemplar is of.
 */
export const LATENCY_TABLES = `
  CREATE TABLE sketch (
    site INTEGER NOT NULL,
    minute INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    last_trace INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (site, minute, minutes)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sketch_by_trace ON sketch (last_trace);
  CREATE INDEX sketch_by_minute ON sketch (minute) WHERE minutes = 1;

  CREATE TABLE exemplar (
    site INTEGER NOT NULL,
    minute INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (site, minute, minutes)
  ) STRICT, WITHOUT ROWID;
`;

/** Log records as OTLP protobuf, one row for each trace in each request. By trace ID, since they may come before the first span. */
export const LOG_TABLE = `
  CREATE TABLE log (
    id INTEGER PRIMARY KEY,
    trace_id TEXT NOT NULL,
    records INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  CREATE INDEX log_by_trace ON log (trace_id);
`;

/** What each service's traces hold, a trace being its head span's: so that the one that holds most is known without a look at all. */
export const SERVICE_TABLE = `
  CREATE TABLE service (
    name TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX trace_by_service ON trace (head_service, id);
`;

/** Places in code that spans name and, for spans that name none, operations: `operation` is '' and `kind` 0 for a place. */
export const SITE_TABLE = `
  CREATE TABLE site (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    service TEXT NOT NULL,
    file TEXT NOT NULL,
    line INTEGER NOT NULL,
    column INTEGER NOT NULL,
    function TEXT NOT NULL,
    operation TEXT NOT NULL,
    kind INTEGER NOT NULL,
    UNIQUE (service, file, line, column, function, operation, kind)
  ) STRICT;
`;

/** The versions of each service, with the start of the first span of each. */
export const VERSION_TABLE = `
  CREATE TABLE version (
    service TEXT NOT NULL,
    version TEXT NOT NULL,
    first_ns INTEGER NOT NULL,
    PRIMARY KEY (service, version)
  ) STRICT, WITHOUT ROWID;
`;

/** What a trace takes besides its chunks: its row, its entries in three indexes, and the head of a chunk. */
export const TRACE_OVERHEAD_BYTES = 500;

/*
 * Traces have numbers in order of first arrival, so "the oldest traces" need no index of their own. Times are nanoseconds since the
 * Unix epoch; int64 ends in the year 2262, and what claims to be later is held back to that here while the chunk keeps what was sent.
 * SQLite checks its pages' structure, not what is in them: `crc` is the CRC-32 of a chunk's bytes, NULL where an older version wrote it.
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
    bytes BLOB NOT NULL,
    crc INTEGER
  ) STRICT;
  CREATE INDEX chunk_by_trace ON chunk (trace);

  ${SITE_TABLE}
  ${VERSION_TABLE}
  ${LATENCY_TABLES}
  ${LINK_TABLE}
  ${LOG_TABLE}
  ${SERVICE_TABLE}
  CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;
