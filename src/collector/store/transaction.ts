import type { DatabaseSync } from 'node:sqlite';

/** Runs work whole or not at all. The write lock is taken at the start, so what the work reads stays true until it has written. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (thrown) {
    // A full disk makes SQLite roll back by itself.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw thrown;
  }
}
