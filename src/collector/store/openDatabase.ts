import { closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Problem } from '../../core/problem.ts';
import { moveAside } from './moveAside.ts';
import { MIGRATIONS, STAND_INS } from './migrations.ts';
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from './schema.ts';
import { sqliteTrouble } from './sqliteTrouble.ts';

/** `read` changes nothing on disk and wants the store to exist. */
export type OpenMode = 'write' | 'read';

export interface OpenedDatabase {
  readonly database: DatabaseSync;
  /** Where a damaged store went that was found instead. */
  readonly movedAside: string | undefined;
}

/** Longer than any transaction of ours takes; two windows may share a store. */
const BUSY_TIMEOUT_MS = 5000;

export function storeFile(directory: string): string {
  return join(directory, 'traces.db');
}

/** Opens the store in a directory, made when missing. Throws a Problem when it is not ours to open. */
export function openDatabase(directory: string, mode: OpenMode): OpenedDatabase {
  const file = storeFile(directory);
  if (mode === 'read') {
    if (!existsSync(file)) throw new Problem('not-found', `There is no trace store in ${directory}.`);
    return { database: open(file, directory, mode), movedAside: undefined };
  }
  let isDamaged: boolean;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    // Traces hold what the user's programs handle. SQLite gives the files beside this one the same permissions.
    closeSync(openSync(file, 'a', 0o600));
    isDamaged = isOfUnknownFormat(file);
  } catch (cause) {
    throw cannotOpen(directory, cause);
  }
  try {
    if (!isDamaged) return { database: open(file, directory, mode), movedAside: undefined };
  } catch (thrown) {
    if (sqliteTrouble(thrown instanceof Problem ? thrown.cause : thrown) !== 'corrupt') throw thrown;
  }
  const movedAside = moveAside(file, new Date());
  closeSync(openSync(file, 'a', 0o600));
  return { database: open(file, directory, mode), movedAside };
}

/**
 * Whether the header names a file format above WAL's (bytes 18 and 19, https://www.sqlite.org/fileformat.html). We write no other, so it
 * is damage; SQLite takes it for a newer file and opens it, to refuse every write with SQLITE_READONLY.
 */
function isOfUnknownFormat(file: string): boolean {
  const versions = Buffer.alloc(2);
  const opened = openSync(file, 'r');
  try {
    readSync(opened, versions, 0, versions.length, 18);
  } finally {
    closeSync(opened);
  }
  return versions.some((version) => version > 2);
}

function open(file: string, directory: string, mode: OpenMode): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: mode === 'read', timeout: BUSY_TIMEOUT_MS });
    checkIsOurs(database, directory);
    if (mode === 'write') prepare(database);
    else standIn(database);
    return database;
  } catch (thrown) {
    database?.close();
    throw thrown instanceof Problem ? thrown : cannotOpen(directory, thrown);
  }
}

function checkIsOurs(database: DatabaseSync, directory: string): void {
  const version = pragma(database, 'user_version');
  const isEmpty = pragma(database, 'schema_version') === 0;
  if (!isEmpty && pragma(database, 'application_id') !== APPLICATION_ID)
    throw new Problem('unsupported', `The database in ${directory} belongs to another program: choose another folder.`);
  if (version > SCHEMA_VERSION)
    throw new Problem(
      'unsupported',
      `The trace store in ${directory} was written by a newer Spanline (its version is ${version}, this one reads up to ` +
        `${SCHEMA_VERSION}): update Spanline, or move the folder away to begin a new store.`,
    );
}

function prepare(database: DatabaseSync): void {
  // Chunks are kilobytes: larger pages need fewer overflow pages. Must come before the first table.
  database.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = WAL');
  // NORMAL in WAL mode survives a killed process with nothing lost; a power failure costs what was not yet checkpointed.
  database.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768; PRAGMA journal_size_limit = 67108864');
  // 32 MiB of log between checkpoints: pages that every request touches are copied into the file less often.
  database.exec('PRAGMA wal_autocheckpoint = 4000');
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = pragma(database, 'user_version');
    if (version === 0) {
      database.exec(SCHEMA);
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`);
    } else if (version < SCHEMA_VERSION) {
      for (let from = version; from < SCHEMA_VERSION; from++) MIGRATIONS.get(from)!(database);
      database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    }
    database.exec('COMMIT');
  } catch (thrown) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw thrown;
  }
}

function standIn(database: DatabaseSync): void {
  const version = pragma(database, 'user_version');
  if (version === 0) return;
  for (let from = version; from < SCHEMA_VERSION; from++) database.exec(STAND_INS.get(from)!);
}

function pragma(database: DatabaseSync, name: 'user_version' | 'schema_version' | 'application_id'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}

function cannotOpen(directory: string, cause: unknown): Problem {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Problem('internal', `The trace store in ${directory} cannot be opened: ${why}.`, { cause });
}
