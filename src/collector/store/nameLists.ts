import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** How many of the latest traces are looked at: names are for completion, and old ones are not typed any more. */
const LATEST = 2000;
const MAX_NAMES = 500;

/** The names that are in the store. */
export class NameLists {
  readonly #services: StatementSync;
  readonly #operations: StatementSync;

  constructor(database: DatabaseSync) {
    const latest = `SELECT services, head_service, head_name FROM trace INDEXED BY trace_by_start ORDER BY start_ns DESC LIMIT ${LATEST}`;
    this.#services = database.prepare(
      `SELECT DISTINCT value AS name FROM (${latest}), json_each(services) ORDER BY name LIMIT ${MAX_NAMES}`,
    );
    this.#operations = database.prepare(
      `SELECT DISTINCT head_name AS name FROM (${latest}) WHERE head_service = ? COLLATE NOCASE ORDER BY name LIMIT ${MAX_NAMES}`,
    );
  }

  services(): readonly string[] {
    return this.#services.all().map(({ name }) => String(name));
  }

  /** What traces of the service begin with. */
  operations(service: string): readonly string[] {
    return this.#operations.all(service).map(({ name }) => String(name));
  }
}
