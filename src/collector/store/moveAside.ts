import { existsSync, renameSync } from 'node:fs';

/**
 * Renames a damaged database, and the files SQLite keeps beside it, so that a new one can take its place and the old one can still be
 * looked at. Gives the new name.
 */
export function moveAside(file: string, time: Date): string {
  // Colons are not allowed in names on Windows.
  const aside = `${file}.corrupt-${time.toISOString().replaceAll(/[:.]/g, '-')}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return aside;
}
