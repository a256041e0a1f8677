import { readFileSync } from 'node:fs';
import { assertNoPoisoning } from '@fast-check/poisoning';
import { afterEach, expect, test } from 'vitest';
import type { Base0, Base1 } from '../../../src/core/position.ts';
import { Problem } from '../../../src/core/problem.ts';
import { SourceMaps } from '../../../src/parser/sourceMaps.ts';

/** A case of security.md 3.6; `generate` names one too large to keep. */
interface Row {
  readonly id: string;
  readonly input?: string;
  readonly generate?: string;
  readonly maxMs?: number;
  readonly expect:
    | { readonly status: 'malformed' | 'too-large'; readonly says: string }
    | {
        readonly status: 'open';
        readonly sources?: readonly (string | null)[];
        /** Of line 1, column 0. */
        readonly original?: object | null | 'malformed';
        readonly contents?: readonly (string | null)[];
      };
}

const FOLDER = new URL('../../corpus/maps/', import.meta.url);
const ROWS = JSON.parse(readFileSync(new URL('manifest.json', FOLDER), 'utf8')) as readonly Row[];
/** A shared machine is slower at times; the figures in the manifest are a quiet one's. */
const SLACK = 4;

function mapOf(fields: object): string {
  return JSON.stringify({ version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA', ...fields });
}

function nested(depth: number): string {
  const open = '{"version":3,"sections":[{"offset":{"line":0,"column":0},"map":';
  return open.repeat(depth) + mapOf({}) + '}]}'.repeat(depth);
}

const GENERATORS: Readonly<Record<string, () => string>> = {
  'nested-100': () => nested(100),
  'nested-20000': () => nested(20_000),
  '20-million-lines': () => mapOf({ mappings: ';'.repeat(20e6) }),
  '5-million-lines': () => mapOf({ mappings: ';'.repeat(5e6) }),
  '5-million-segments': () => mapOf({ mappings: `AAAA${',CAAC'.repeat(5e6)}` }),
  '21-million-segments': () => mapOf({ mappings: 'A,'.repeat(21e6) }),
  '1-million-sources': () => mapOf({ sources: Array.from({ length: 1e6 }, (_, i) => `${i}`) }),
  '1-million-and-one-sources': () => mapOf({ sources: Array.from({ length: 1e6 + 1 }, () => '') }),
  'contents-100-mb': () => mapOf({ sourcesContent: ['x'.repeat(100e6)] }),
};

function bytesOf(row: Row): ArrayBuffer {
  const bytes =
    row.input === undefined ? Buffer.from(GENERATORS[row.generate ?? '']!()) : readFileSync(new URL(row.input, FOLDER));
  return new Uint8Array(bytes).buffer;
}

/** What a call gives, or the Problem it throws; anything else thrown fails the test. */
async function outcome<T>(call: () => T | Promise<T>): Promise<T | Problem> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

const signal = new AbortController().signal;
// Vitest keeps its own state in globals.
afterEach(() => assertNoPoisoning({ ignoredRootRegex: /^(__vitest|Symbol)/ }));

test.for(ROWS)('$id', { timeout: 60_000 }, async (row) => {
  const maps = new SourceMaps();
  const bytes = bytesOf(row);
  const start = performance.now();
  const opened = await outcome(() => maps.handlers.openSourceMap({ bytes }, signal));
  const { expect: expected } = row;
  if (expected.status !== 'open') {
    expect(opened).toBeInstanceOf(Problem);
    expect(opened).toMatchObject({ code: expected.status });
    expect((opened as Problem).message).toContain(expected.says);
    expect((opened as Problem).message).toMatch(/^The source map .*\.$/);
  } else {
    if (opened instanceof Problem) throw opened;
    const { handle: map, sources } = opened;
    if (expected.sources) expect(sources).toEqual(expected.sources);
    const position = { map, line: 1 as Base1, column: 0 as Base0 };
    const original = await outcome(() => maps.handlers.originalPosition(position, signal));
    if (expected.original === 'malformed') expect(original).toMatchObject({ code: 'malformed' });
    else if (expected.original !== undefined) expect(original ?? null).toEqual(expected.original);
    const contents = sources.map((_, source) => maps.handlers.sourceContent({ map, source }, signal) ?? null);
    if (expected.contents) expect(contents).toEqual(expected.contents);
    void maps.handlers.closeSourceMap({ map }, signal);
  }
  expect(performance.now() - start).toBeLessThan((row.maxMs ?? 200) * SLACK);
});

test('every file of the corpus has a row', () => {
  expect(new Set(ROWS.map((row) => row.id)).size).toBe(ROWS.length);
  expect(ROWS.filter((row) => row.input === undefined && !GENERATORS[row.generate ?? ''])).toEqual([]);
});
