import type { DatabaseSync, StatementSync } from 'node:sqlite';

export type LogCounter = 'received' | 'stored' | 'without-trace' | 'malformed' | 'evicted';
/** The fixed counters; those by reason are `<kind>.<reason>`. */
export type CounterKind = 'received' | 'stored' | 'duplicate' | 'moved-aside' | `logs.${LogCounter}`;
export type ReasonKind = 'rejected' | 'evicted' | 'refused' | 'ignored';
export type CounterName = CounterKind | `${ReasonKind}.${string}`;

/** Numbers that outlive the process. */
export class Counters {
  readonly #add: StatementSync;
  readonly #all: StatementSync;

  constructor(database: DatabaseSync) {
    this.#add = database.prepare(
      'INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value',
    );
    this.#all = database.prepare('SELECT name, value FROM counter');
  }

  /** Adds within the transaction under way, so that a counter tells exactly what is stored. */
  add(name: CounterName, count: number): void {
    if (count > 0) this.#add.run(name, count);
  }

  read(): ReadonlyMap<string, number> {
    return new Map(this.#all.all().map((row) => [String(row['name']), Number(row['value'])]));
  }
}

/** The counters of a kind by reason. */
export function byReason(counters: ReadonlyMap<string, number>, kind: ReasonKind): Readonly<Record<string, number>> {
  const prefix = `${kind}.`;
  return Object.fromEntries(
    Array.from(counters)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
