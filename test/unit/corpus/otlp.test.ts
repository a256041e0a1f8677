import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import type { Trace } from '../../../src/core/assemble.ts';
import type { CorpusRow, Expected } from '../../support/corpus/corpusRow.ts';
import { GENERATORS } from '../../support/corpus/generators.ts';
import { accounts, answersNext, nothingIsPoisoned, readBack, residentMiB, SLACK } from '../../support/corpus/oracle.ts';
import { openCollector, type OpenCollector } from '../collector/support/openCollector.ts';
import { post } from '../collector/support/post.ts';
import { detailsOf, pairs } from '../core/seen.ts';

/*
 * The cases J* and P* of security.md 3.1 and 3.2, over real sockets, each with its oracle: the reply in time with its status and reason,
 * the accounts, what can be read back, nothing good lost, nothing poisoned, and the next request answered.
 */

const FOLDER = new URL('../../corpus/otlp/', import.meta.url);
const ROWS = JSON.parse(readFileSync(new URL('manifest.json', FOLDER), 'utf8')) as readonly CorpusRow[];

function bodiesOf({ input, generate }: CorpusRow): readonly Uint8Array[] {
  return input?.map((name) => readFileSync(new URL(name, FOLDER))) ?? [GENERATORS[generate ?? '']!()];
}

async function postAll(collector: OpenCollector, row: CorpusRow): Promise<void> {
  for (const body of bodiesOf(row)) {
    const start = performance.now();
    const answer = await post({ port: collector.port, body, headers: { 'content-type': row.contentType } });
    expect(performance.now() - start).toBeLessThan(row.maxMs * SLACK);
    expect(answer.status, answer.body.toString('latin1')).toBe(row.expect.status);
    if (answer.status === 200) checkPartialSuccess(row, answer.body);
  }
}

/** The sender is told how many spans were refused; no case that refuses any has several bodies. */
function checkPartialSuccess({ contentType, expect: { rejected = {} } }: CorpusRow, body: Buffer): void {
  const total = Object.values(rejected).reduce((sum, count) => sum + count, 0);
  if (contentType !== 'application/json') expect(body.length > 0).toBe(total > 0);
  else if (total === 0) expect(JSON.parse(body.toString())).toEqual({});
  else expect(JSON.parse(body.toString())).toMatchObject({ partialSuccess: { rejectedSpans: String(total) } });
}

function checkSeen(traces: readonly Trace[], expected: Expected): void {
  const warnings = new Set(traces.flatMap(({ header }) => header.warnings.map(({ repair }) => repair)));
  if (expected.repairs) expect([...warnings].sort()).toEqual([...expected.repairs].sort());
  if (expected.traces !== undefined) expect(traces).toHaveLength(expected.traces);
  if (expected.maxDepth !== undefined) expect(traces[0]?.header.maxDepth).toBe(expected.maxDepth);
  if (expected.services) expect(traces[0]?.header.services).toEqual(expected.services);
  if (expected.errors !== undefined) expect(traces[0]?.header.errors).toBe(expected.errors);
  if (expected.startEpochNs !== undefined) expect(traces[0]?.header.startEpochNs).toBe(expected.startEpochNs);
  // Whatever is in them can be looked at.
  const details = traces.flatMap((trace) => (trace.header.count < 2000 ? detailsOf(trace) : []));
  const one = details.find(({ spanId }) => spanId === '0000000000000001');
  if (expected.name !== undefined) expect(one?.name).toBe(expected.name);
  if (expected.kind !== undefined) expect(one?.kind).toBe(expected.kind);
  if (expected.startNs !== undefined) expect(one?.startNs).toBe(expected.startNs);
  if (expected.attributes) expect(pairs(one?.attributes ?? [])).toMatchObject(expected.attributes);
}

afterEach(nothingIsPoisoned);

test.for(ROWS.filter(({ bug }) => bug === undefined))('$id $slug', { timeout: 60_000 }, holds);

test.fails.for(ROWS.filter(({ bug }) => bug !== undefined))('$id $slug: $bug', { timeout: 60_000 }, holds);

async function holds(row: CorpusRow): Promise<void> {
  const collector = await openCollector();
  const before = row.maxRssMiB === undefined ? 0 : residentMiB();
  await postAll(collector, row);
  if (row.maxRssMiB !== undefined) expect(residentMiB() - before).toBeLessThan(row.maxRssMiB);

  const { expect: expected } = row;
  const stats = await accounts(collector);
  expect(stats).toMatchObject({ stored: expected.stored, duplicate: expected.duplicate ?? 0, evicted: {} });
  expect(stats.rejected).toEqual(expected.rejected ?? {});
  expect(stats.refusedRequests).toEqual(expected.reason === undefined ? {} : { [expected.reason]: 1 });
  checkSeen(await readBack(collector), expected);
  await answersNext(collector);
}

test('every file of the corpus has a row', () => {
  expect(new Set(ROWS.map(({ id, slug }) => `${id} ${slug}`)).size).toBe(ROWS.length);
  expect(ROWS.filter(({ input, generate }) => input === undefined && !GENERATORS[generate ?? ''])).toEqual([]);
  const files = readdirSync(FOLDER).filter((name) => name !== 'manifest.json');
  expect(files.sort()).toEqual(ROWS.flatMap(({ input }) => input ?? []).sort());
});

/** Of a JSON body every beginning is refused; of protobuf those that end between two fields are a smaller payload. */
test.each([
  ['J28', 'J28-key-twice.json', 'application/json'],
  ['P02', 'P12-parent-id-of-9-bytes.bin', 'application/x-protobuf'],
])('%s truncated: cut at any byte it is refused or gives fewer spans', { timeout: 60_000 }, async (id, name, type) => {
  const collector = await openCollector();
  const whole = readFileSync(new URL(name, FOLDER));
  for (let end = 1; end < whole.length; end++) {
    const body = whole.subarray(0, end);
    const { status } = await post({ port: collector.port, body, headers: { 'content-type': type } });
    if (id === 'J28' && body.toString().trim() !== whole.toString().trim()) expect(status).toBe(400);
    else expect([200, 400]).toContain(status);
  }
  const stats = await accounts(collector);
  expect(Object.keys(stats.refusedRequests)).toEqual(['malformed']);
  expect(stats.stored).toBe(0);
  await readBack(collector);
  await answersNext(collector);
});
