import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILE_LIMITS } from '../../../src/core/formats/limits.ts';
import { Problem } from '../../../src/core/problem.ts';
import { DEFAULT_CAP_BYTES, Store } from '../../../src/collector/store/store.ts';
import { sqliteTrouble } from '../../../src/collector/store/sqliteTrouble.ts';
import { StoreHolder } from '../../../src/collector/storeHolder.ts';
import { readTraces } from '../../../src/parser/readTraces.ts';
import { temporaryDirectory } from '../../unit/collector/support/temporaryDirectory.ts';
import { protoPayload } from './protoParts.ts';

export const FILES = ['traces.db', 'traces.db-wal'] as const;
const TRACES = 12;
const SPANS = 8;
const PAD = 'p'.repeat(400);

/** What a trace's stored bytes say, one text a span. */
type Spans = readonly string[];

/** The number of a trace and of a span in it, in its ID, its name and its padding: any change shows. */
function spansOf(trace: number): Uint8Array {
  const traceId = Buffer.alloc(16, trace);
  return protoPayload(
    Array.from({ length: SPANS }, (_, i) => ({
      id: trace * 100 + i,
      traceId,
      more: (out) => out.string(3, `${PAD}${trace}`),
    })),
  );
}

/** What can be read of a payload; what cannot is none of what was written. */
export function spansIn(payload: Uint8Array): Spans {
  const texts: string[] = [];
  for (const trace of readTraces([payload], 'otlp-protobuf', FILE_LIMITS).traces)
    for (let row = 0; row < trace.columns.count; row++) {
      const entry = trace.source[row]!;
      texts.push(`${trace.header.traceId} ${trace.header.names[trace.columns.name[row]!]} ${entry >= 0}`);
    }
  return texts;
}

export const WRITTEN: ReadonlySet<string> = new Set(
  Array.from({ length: TRACES }, (_, i) => spansIn(spansOf(i + 1))).flat(),
);

/** A store as a killed process leaves it (`open`: all in the log), or one that was closed; gives copies of its files. */
export function seededFiles(left: 'open' | 'closed'): ReadonlyMap<string, Buffer> {
  const directory = temporaryDirectory();
  const copies = temporaryDirectory();
  const store = new Store({ directory, mode: 'write', capBytes: DEFAULT_CAP_BYTES });
  for (let trace = 1; trace <= TRACES; trace++) store.ingest([{ protobuf: spansOf(trace), rejected: [] }]);
  if (left === 'closed') store.close();
  for (const name of FILES)
    if (existsSync(join(directory, name))) copyFileSync(join(directory, name), join(copies, name));
  if (left === 'open') store.close();
  return new Map(
    FILES.filter((name) => existsSync(join(copies, name))).map((name) => [name, readFileSync(join(copies, name))]),
  );
}

export interface Salvaged {
  readonly spans: Spans;
  readonly movedAside: number;
  readonly damagedChunks: number;
  readonly problems: readonly unknown[];
}

/** Opens what is left of a store as the collector does, reads all there is, and writes to it. */
export function salvage(files: ReadonlyMap<string, Uint8Array>): Salvaged {
  const directory = temporaryDirectory();
  for (const [name, bytes] of files) writeFileSync(join(directory, name), bytes);
  const holder = new StoreHolder({ directory, mode: 'write', capBytes: DEFAULT_CAP_BYTES }, () => {});
  const spans: string[] = [];
  const problems: unknown[] = [];
  const attempt = (work: (store: Store) => void): void => {
    try {
      holder.use(work);
    } catch (thrown) {
      if (!(thrown instanceof Problem) && sqliteTrouble(thrown) === undefined) throw thrown;
      problems.push(thrown);
    }
  };
  attempt((store) => {
    for (const { traceId } of store.list({ limit: 1000 }))
      for (const chunk of store.trace(traceId)) spans.push(...spansIn(new Uint8Array(chunk)));
  });
  let movedAside = 0;
  let damagedChunks = 0;
  attempt((store) => void ({ storesMovedAside: movedAside, damagedChunks } = store.stats()));
  const next = { protobuf: spansOf(200), rejected: [] };
  attempt((store) => void store.ingest([next]));
  // Damage that showed only just now has been put aside: the retry that the sender was asked for is taken.
  attempt((store) => void store.ingest([next]));
  attempt((store) => {
    if (store.trace(Buffer.alloc(16, 200).toString('hex') as never).length === 0) throw new Error('The next is lost.');
  });
  try {
    holder.close();
  } catch (thrown) {
    if (sqliteTrouble(thrown) === undefined) throw thrown;
  }
  return { spans, movedAside, damagedChunks, problems };
}
