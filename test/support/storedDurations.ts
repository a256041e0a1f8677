import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readTraces } from '../../src/parser/readTraces.ts';
import { FILE_LIMITS } from '../../src/core/formats/limits.ts';

/**
 * Durations of all stored spans of a name, ascending, read from the database's raw payloads: another way than the one that the
 * extension counts by.
 */
export function storedDurations(userDataDir: string, spanName: string): readonly number[] {
  const database = new DatabaseSync(findStore(userDataDir), { readOnly: true });
  try {
    const chunks = database.prepare('SELECT bytes FROM chunk').all();
    const { traces } = readTraces(
      chunks.map(({ bytes }) => bytes as Uint8Array),
      'otlp-protobuf',
      FILE_LIMITS,
    );
    return traces
      .flatMap(({ header, columns }) =>
        Array.from(columns.durationNs).filter((_, row) => header.names[columns.name[row]!] === spanName),
      )
      .sort((a, b) => a - b);
  } finally {
    database.close();
  }
}

function findStore(folder: string): string {
  for (const name of readdirSync(folder, { recursive: true }) as string[]) {
    const file = path.join(folder, name);
    if (name.endsWith('traces.db') && statSync(file).isFile() && readFileSync(file).length > 0) return file;
  }
  throw new Error(`There is no trace store below ${folder}.`);
}

/** Nearest rank over ascending values. */
export function percentile(ascending: readonly number[], p: number): number {
  return ascending[Math.max(0, Math.ceil((p / 100) * ascending.length) - 1)]!;
}
