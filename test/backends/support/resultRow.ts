import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repo } from '../../../scripts/lib/repo.mjs';

/** One line of the table that `npm run test:backends` ends with. */
export interface ResultRow {
  readonly backend: string;
  readonly version: string;
  traces: number;
  spans: number;
  searches: number;
  errors: number;
}

export const RESULTS = path.join(repo, 'test/results/backends');

export function newRow(backend: string, version: string): ResultRow {
  return { backend, version, traces: 0, spans: 0, searches: 0, errors: 0 };
}

/** Keeps the line for the table. */
export function writeRow(row: ResultRow): void {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(path.join(RESULTS, `${row.backend.replaceAll(/\W+/g, '-')}.json`), `${JSON.stringify(row)}\n`);
}
