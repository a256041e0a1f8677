import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CodeRef } from '../../core/codeRef.ts';
import { base1 } from '../../core/position.ts';
import type { CodeSite, Operation } from '../../core/latencyProtocol.ts';
import { clip } from './clip.ts';

/** PATH_MAX of Linux; what is longer is no path that anybody opens. */
const MAX_TEXT_LENGTH = 4096;
/** About 10 MB of keys. */
const MAX_KNOWN = 50_000;
/** Names with IDs or paths in them have no end; who looks at latency looks at a few hundred. */
const MAX_OPERATIONS = 1000;

interface SiteRow {
  readonly id: number;
  readonly service: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string;
  readonly operation: string;
  readonly kind: number;
}

const COLUMNS = 'id, service, file, line, column, function, operation, kind';

type SiteColumns = readonly [
  service: string,
  file: string,
  line: number,
  column: number,
  functionName: string,
  operation: string,
  kind: number,
];

/** The places in code that spans name, and the operations of those that name none. What a place lacks is '' or 0 here, because NULLs are never equal in a UNIQUE key. */
export class SiteTable {
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #operationCount: StatementSync;
  readonly #after: StatementSync;
  readonly #byId: StatementSync;
  readonly #service: StatementSync;
  readonly #deleteUnused: StatementSync;
  /** By service and by the object, which spans of one function share. */
  readonly #byRef = new Map<string, Map<CodeRef, number>>();
  readonly #known = new Map<string, number>();
  /** By service, then by kind and name; `undefined` for those beyond the limit. */
  readonly #operations = new Map<string, Map<string, number | undefined>>();

  constructor(database: DatabaseSync) {
    this.#find = database.prepare(
      'SELECT id FROM site WHERE service = ? AND file = ? AND line = ? AND column = ? AND function = ? AND operation = ? AND kind = ?',
    );
    this.#insert = database.prepare(
      'INSERT INTO site (service, file, line, column, function, operation, kind) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#operationCount = database.prepare("SELECT count(*) AS count FROM site WHERE service = ? AND operation <> ''");
    this.#after = database.prepare(`SELECT ${COLUMNS} FROM site WHERE id > ? ORDER BY id`);
    this.#byId = database.prepare(`SELECT ${COLUMNS} FROM site WHERE id = ?`);
    this.#service = database.prepare('SELECT service FROM site WHERE id = ?');
    this.#deleteUnused = database.prepare(
      'DELETE FROM site WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM sketch WHERE site = ?1)',
    );
  }

  /** The number of a place, given now when it is new. */
  idOf(service: string, code: CodeRef): number {
    let ofService = this.#byRef.get(service);
    if (!ofService) this.#byRef.set(service, (ofService = new Map()));
    let id = ofService.get(code);
    if (id !== undefined) return id;
    id = this.#idByText(service, code);
    if (ofService.size < MAX_KNOWN) ofService.set(code, id);
    return id;
  }

  /** The number of an operation; `undefined` when the service has too many. */
  idOfOperation(service: string, { name, kind }: Operation): number | undefined {
    let ofService = this.#operations.get(service);
    if (!ofService) this.#operations.set(service, (ofService = new Map()));
    const key = `${kind}${name}`;
    if (ofService.has(key)) return ofService.get(key);
    const id = this.#numberOf([clip(service, MAX_TEXT_LENGTH), '', 0, 0, '', clip(name, MAX_TEXT_LENGTH), kind], () =>
      this.#hasRoom(service),
    );
    if (ofService.size < MAX_KNOWN) ofService.set(key, id);
    return id;
  }

  #hasRoom(service: string): boolean {
    return Number(this.#operationCount.get(clip(service, MAX_TEXT_LENGTH))!['count']) < MAX_OPERATIONS;
  }

  #idByText(service: string, code: CodeRef): number {
    const key = `${service}\0${code.filePath ?? ''}\0${code.line ?? 0}\0${code.column ?? 0}\0${code.functionName ?? ''}`;
    let id = this.#known.get(key);
    if (id === undefined) {
      id = this.#read(service, code);
      if (this.#known.size >= MAX_KNOWN) this.forget();
      this.#known.set(key, id);
    }
    return id;
  }

  /** Forgets the numbers read so far: the rows may have changed. */
  forget(): void {
    this.#known.clear();
    this.#byRef.clear();
    this.#operations.clear();
  }

  /** Deletes those of some sites that no call is of any more. */
  deleteUnused(sites: readonly number[]): void {
    for (const site of sites) this.#deleteUnused.run(site);
    this.forget();
  }

  serviceOf(site: number): string {
    return String(this.#service.get(site)?.['service'] ?? '');
  }

  after(id: number): readonly CodeSite[] {
    return (this.#after.all(id) as unknown as readonly SiteRow[]).map(siteOf);
  }

  /** `undefined` when it has been deleted. */
  site(id: number): CodeSite | undefined {
    const row = this.#byId.get(id) as SiteRow | undefined;
    return row && siteOf(row);
  }

  #read(service: string, code: CodeRef): number {
    const row = [
      clip(service, MAX_TEXT_LENGTH),
      clip(code.filePath ?? '', MAX_TEXT_LENGTH),
      code.line ?? 0,
      code.column ?? 0,
      clip(code.functionName ?? '', MAX_TEXT_LENGTH),
      '',
      0,
    ] as const;
    return this.#numberOf(row, () => true)!;
  }

  #numberOf(row: SiteColumns, mayAdd: () => boolean): number | undefined {
    const known = this.#find.get(...row);
    if (known) return Number(known['id']);
    return mayAdd() ? Number(this.#insert.run(...row).lastInsertRowid) : undefined;
  }
}

function siteOf(row: SiteRow): CodeSite {
  return {
    id: row.id,
    service: row.service,
    filePath: row.file || undefined,
    line: base1(row.line),
    column: base1(row.column),
    functionName: row.function || undefined,
    operation: row.operation === '' ? undefined : { name: row.operation, kind: row.kind },
  };
}
