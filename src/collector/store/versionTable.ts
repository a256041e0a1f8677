import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ServiceVersion } from '../../core/latencyProtocol.ts';
import { clip } from './clip.ts';
import { spanTimes } from './spanTimes.ts';

const MAX_TEXT_LENGTH = 200;
/** A version is a build here, and a build may be every minute; only the one before is ever compared with. */
const MAX_VERSIONS = 20;
/** Services and versions together; pods put their names in. */
const MAX_KNOWN = 10_000;

/** Which versions of each service sent spans, and since when. */
export class VersionTable {
  readonly #add: StatementSync;
  readonly #trim: StatementSync;
  readonly #of: StatementSync;
  /** Start of the first span that is written, by service and version. */
  readonly #firsts = new Map<string, bigint>();

  constructor(database: DatabaseSync) {
    this.#add = database.prepare(
      `INSERT INTO version (service, version, first_ns) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET first_ns = min(first_ns, excluded.first_ns)`,
    );
    this.#trim = database.prepare(
      `DELETE FROM version WHERE service = ?1 AND version NOT IN
         (SELECT version FROM version WHERE service = ?1 ORDER BY first_ns DESC LIMIT ${MAX_VERSIONS})`,
    );
    this.#of = database.prepare(
      'SELECT version, CAST(first_ns AS TEXT) AS first_ns FROM version WHERE service = ? ORDER BY first_ns, version',
    );
  }

  /** Notes that a span of this version was sent; most calls end at a look into a map. */
  add(service: string, version: string, startEpochNs: bigint): void {
    const key = `${service}\0${version}`;
    const first = this.#firsts.get(key);
    if (first !== undefined && first <= startEpochNs) return;
    if (this.#firsts.size >= MAX_KNOWN) this.#firsts.clear();
    // What claims to be from beyond what the store can hold is held back like the span itself.
    const { startEpochNs: startNs } = spanTimes(startEpochNs, startEpochNs);
    this.#firsts.set(key, startEpochNs);
    const name = clip(service, MAX_TEXT_LENGTH);
    this.#add.run(name, clip(version, MAX_TEXT_LENGTH), startNs);
    if (first === undefined) this.#trim.run(name);
  }

  /** In order of their first span. */
  of(service: string): readonly ServiceVersion[] {
    return this.#of
      .all(clip(service, MAX_TEXT_LENGTH))
      .map((row) => ({ version: String(row['version']), firstEpochNs: String(row['first_ns']) }));
  }

  /** Forgets what is written: it may have been rolled back or changed by others. */
  forget(): void {
    this.#firsts.clear();
  }
}
