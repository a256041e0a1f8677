import { readdirSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { assertNoPoisoning } from '@fast-check/poisoning';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { Trace } from '../../../src/core/assemble.ts';
import { ByteWriter } from '../../../src/core/formats/byteWriter.ts';
import { FILE_LIMITS } from '../../../src/core/formats/limits.ts';
import { Problem } from '../../../src/core/problem.ts';
import { readTraces } from '../../../src/parser/readTraces.ts';
import { bytesOf, otlpPayload, otlpSpan } from '../core/payloads.ts';
import { detailsOf, pairs } from '../core/seen.ts';

/** A case of security.md 3.4, or of 3.5 where it is about what came; `generate` names one too large to keep. */
interface Row {
  readonly id: string;
  readonly input?: string;
  readonly generate?: string;
  readonly maxMs?: number;
  /** That the process may have grown by, garbage collected, while the result is held. */
  readonly maxRssMiB?: number;
  readonly expect: Refused | Opened;
}

interface Refused {
  readonly status: 'unsupported' | 'malformed' | 'too-large' | 'too-many';
  readonly says: string;
}

/** Every span in the file is in `spans` or in `rejected`: nothing valid is lost. */
interface Opened {
  readonly status: 'open';
  readonly format: string;
  readonly traces: number;
  readonly spans: number;
  readonly rejected?: Readonly<Record<string, number>>;
  readonly notes?: readonly string[];
  /** Of the first trace. */
  readonly services?: readonly string[];
  readonly names?: readonly string[];
  readonly warnings?: readonly string[];
  readonly depth?: number;
  readonly errors?: number;
  readonly durationNs?: number;
  /** Of its first span. */
  readonly attributes?: Readonly<Record<string, string>>;
}

const FOLDER = new URL('../../corpus/formats/', import.meta.url);
const ROWS = JSON.parse(readFileSync(new URL('manifest.json', FOLDER), 'utf8')) as readonly Row[];
/** A shared machine is slower at times; the figures in the manifest are a quiet one's. */
const SLACK = 4;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const deep = (start: string): Uint8Array => Buffer.from(start + '['.repeat(1_000_000));

function deepValue(): Uint8Array {
  const depth = 60;
  const value = `${'{"arrayValue":{"values":['.repeat(depth)}{"intValue":"1"}${']}}'.repeat(depth)}`;
  const span = JSON.stringify(otlpSpan({ id: 1, attributes: [{ key: 'deep', value: 0 }] }));
  return bytesOf(
    JSON.stringify(otlpPayload([])).replace('"spans":[', `"spans":[${span.replace('"value":0', `"value":${value}`)}`),
  );
}

function hundredMegabytes(): Uint8Array {
  const padding = 'x'.repeat(640);
  const spans = Array.from({ length: 112_000 }, (_, id) =>
    otlpSpan({ id: id + 1, parent: id >> 1, attributes: [{ key: 'k', value: { stringValue: padding } }] }),
  );
  return bytesOf(otlpPayload(spans));
}

function millionSpans(): Uint8Array {
  const out = new ByteWriter(2 ** 26);
  const id = new Uint8Array(16);
  const view = new DataView(id.buffer);
  const resource = out.begin(1);
  const scope = out.begin(2);
  for (let i = 0; i < 1_000_000; i++) {
    const span = out.begin(2);
    view.setUint32(0, 1 + (i % 10_000));
    out.bytes(1, id);
    view.setUint32(0, i + 1);
    out.bytes(2, id, 0, 8);
    out.string(5, 'op');
    out.fixed64(7, 0x18860000, i);
    out.fixed64(8, 0x18860000, i + 1000);
    out.end(span);
  }
  out.end(scope);
  out.end(resource);
  return out.view();
}

const GENERATORS: Readonly<Record<string, () => Uint8Array>> = {
  'otlp-json-100-mb': hundredMegabytes,
  'proto-1-million-spans': millionSpans,
  'attribute-50-mb': () =>
    bytesOf(otlpPayload([otlpSpan({ id: 1, attributes: [{ key: 'k', value: { stringValue: 'å'.repeat(25e6) } }] })])),
  'gzip-bomb': () => gzipSync(new Uint8Array(2 ** 30 + 1), { level: 1 }),
  'deep-otlp': () => deep('{"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":'),
  'deep-jaeger': () => deep('{"data":[{"spans":[{"tags":'),
  'deep-zipkin': () => deep('[{"traceId":"1","id":"1","tags":{"x":'),
  'deep-any-value': deepValue,
};

const contentOf = (row: Row): Uint8Array =>
  row.input === undefined ? GENERATORS[row.generate ?? '']!() : readFileSync(new URL(row.input, FOLDER));

/** What reading gives, or the Problem it throws; anything else thrown fails the test. */
function outcome(bytes: Uint8Array): ReturnType<typeof readTraces> | Problem {
  try {
    return readTraces([bytes], undefined, FILE_LIMITS);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function check(read: ReturnType<typeof readTraces>, expected: Opened): void {
  expect(read.format).toBe(expected.format);
  expect(read.traces).toHaveLength(expected.traces);
  expect(read.traces.reduce((sum, { header }) => sum + header.count, 0)).toBe(expected.spans);
  expect(Object.fromEntries(read.rejected.map(({ reason, count }) => [reason, count]))).toEqual(
    expected.rejected ?? {},
  );
  if (expected.notes) expect(read.notes).toEqual(expected.notes);
  const [trace] = read.traces;
  if (trace) checkTrace(trace, expected);
}

function checkTrace(trace: Trace, expected: Opened): void {
  const { header } = trace;
  expect(header.warnings.map(({ repair }) => repair)).toEqual(expected.warnings ?? []);
  if (expected.services) expect([...header.services].sort()).toEqual([...expected.services].sort());
  if (expected.names) expect(header.names).toEqual(expected.names);
  if (expected.depth !== undefined) expect(header.maxDepth).toBe(expected.depth);
  if (expected.errors !== undefined) expect(header.errors).toBe(expected.errors);
  if (expected.durationNs !== undefined) expect(header.durationNs).toBe(expected.durationNs);
  // Whatever is in it can be looked at.
  const details = header.count < 1000 ? detailsOf(trace) : [];
  if (expected.attributes) expect(pairs(details[0]!.attributes)).toEqual(expected.attributes);
}

// Vitest keeps its own state in globals.
afterEach(() => assertNoPoisoning({ ignoredRootRegex: /^(__vitest|Symbol|gc$)/ }));

test.for(ROWS)('$id', { timeout: 120_000 }, (row) => {
  const bytes = contentOf(row);
  collectGarbage();
  const rss = process.memoryUsage.rss();
  const start = performance.now();
  const read = outcome(bytes);
  expect(performance.now() - start).toBeLessThan((row.maxMs ?? 200) * SLACK);
  if (row.maxRssMiB !== undefined) {
    collectGarbage();
    expect((process.memoryUsage.rss() - rss) / 2 ** 20).toBeLessThan(row.maxRssMiB);
  }
  const { expect: expected } = row;
  if (expected.status === 'open') {
    if (read instanceof Problem) throw read;
    check(read, expected);
  } else {
    expect(read).toBeInstanceOf(Problem);
    expect(read).toMatchObject({ code: expected.status });
    expect((read as Problem).message).toContain(expected.says);
    expect((read as Problem).message).toMatch(/^[A-Z].*\.$/s);
  }
  // The next one is answered as if nothing had been.
  const next = performance.now();
  expect(outcome(bytesOf(otlpPayload([otlpSpan({ id: 1 })])))).toMatchObject({ traces: [{ header: { count: 1 } }] });
  expect(performance.now() - next).toBeLessThan(200 * SLACK);
});

test('every file of the corpus has a row', () => {
  expect(new Set(ROWS.map((row) => row.id)).size).toBe(ROWS.length);
  expect(ROWS.filter((row) => row.input === undefined && !GENERATORS[row.generate ?? ''])).toEqual([]);
  const files = readdirSync(FOLDER).filter((name) => name !== 'manifest.json');
  expect(files.sort()).toEqual(ROWS.flatMap(({ input }) => input ?? []).sort());
});

test('B19: a value of any type in the place of any other costs no more than its span', { timeout: 60_000 }, () => {
  const samples = ROWS.filter(
    ({ id }) =>
      /^(Z01-legacy|Z01-tag|Z03-shared|Z03-v1|Z04-tempo-(batches|trace|partial))/.test(id) && !id.includes('proto'),
  );
  expect(samples.length).toBeGreaterThan(5);
  const texts = samples.map((row) => new TextDecoder().decode(contentOf(row)));
  const values = fc.constantFrom(
    'null',
    'true',
    '0',
    '-1',
    '1e999',
    '""',
    '"x"',
    '[]',
    '{}',
    '[null]',
    '{"a":1}',
    '"__proto__"',
  );
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.nat(), values, (text, pick, value) => {
      const places = [...text.matchAll(/: (?:"[^"]*"|-?[\d.]+|true|null)/g)];
      const place = places[pick % places.length]!;
      const changed = `${text.slice(0, place.index)}: ${value}${text.slice(place.index + place[0].length)}`;
      const read = outcome(bytesOf(changed));
      if (read instanceof Problem) expect(read.message).toMatch(/\.$/);
      else for (const trace of read.traces) detailsOf(trace);
    }),
    { numRuns: 2000 },
  );
});
