/**
 * What is wrong when SQLite fails, as far as callers decide on it.
 * - `full`: no space left
 * - `unwritable`: read-only, no permission, or the disk fails
 * - `busy`: another process held the store for longer than we wait
 * - `corrupt`: the file is no database, or a damaged one
 */
export type SqliteTrouble = 'full' | 'unwritable' | 'busy' | 'corrupt' | 'other';

/** Primary result codes, https://www.sqlite.org/rescode.html */
const TROUBLES: ReadonlyMap<number, SqliteTrouble> = new Map([
  [3, 'unwritable'], // SQLITE_PERM
  [5, 'busy'], // SQLITE_BUSY
  [6, 'busy'], // SQLITE_LOCKED
  [8, 'unwritable'], // SQLITE_READONLY
  [10, 'unwritable'], // SQLITE_IOERR
  [11, 'corrupt'], // SQLITE_CORRUPT
  [13, 'full'], // SQLITE_FULL
  [14, 'unwritable'], // SQLITE_CANTOPEN
  [26, 'corrupt'], // SQLITE_NOTADB
]);

/** Undefined for errors that are not SQLite's. */
export function sqliteTrouble(thrown: unknown): SqliteTrouble | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown) || thrown.code !== 'ERR_SQLITE_ERROR') return undefined;
  // Extended codes carry the primary one in their low byte.
  const code = 'errcode' in thrown && typeof thrown.errcode === 'number' ? thrown.errcode & 0xff : undefined;
  return (code === undefined ? undefined : TROUBLES.get(code)) ?? 'other';
}
