import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_CAP_BYTES, Store } from '../../../src/collector/store/store.ts';
import { RECEIVER_LIMITS } from '../../../src/core/formats/limits.ts';
import { otlpJsonToProto } from '../../../src/core/formats/otlpJson.ts';
import { bytesOf, EPOCH_NS, otlpPayload, otlpSpan, TRACE } from '../core/payloads.ts';

const ENTRY = fileURLToPath(new URL('../../../src/doors/inspect.ts', import.meta.url));
const PAYLOAD = otlpPayload([
  otlpSpan({ id: 1, name: 'GET /', end: 1500 }),
  otlpSpan({ id: 2, parent: 1, status: { code: 2 } }),
  otlpSpan({ id: 3, parent: 9 }),
]);
const LINE = {
  traceId: TRACE,
  rootService: 'shop',
  rootName: 'GET /',
  startUnixNano: String(EPOCH_NS),
  durationNs: 1500,
  spans: 3,
  services: ['shop'],
  errors: 1,
  orphans: 1,
  warnings: ['orphan: 1'],
};

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'spanline-inspect-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, content: string | Uint8Array): string => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};

async function inspect(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly lines: readonly unknown[] }> {
  const run = promisify(execFile)(process.execPath, [ENTRY, ...args]);
  const { code, stdout } = await run.then(
    ({ stdout }) => ({ code: 0, stdout }),
    (failed: { readonly code: number; readonly stdout: string }) => failed,
  );
  const lines = stdout.split('\n').filter((line) => line !== '');
  return { code, lines: lines.map((line) => JSON.parse(line) as unknown) };
}

test('prints a line a file, whatever its name, gzip too', async () => {
  const plain = write('a.txt', JSON.stringify(PAYLOAD));
  const packed = write('b', gzipSync(JSON.stringify(PAYLOAD)));
  expect(await inspect(plain, packed)).toEqual({
    code: 0,
    lines: [
      { file: plain, format: 'otlp-json', traces: [LINE] },
      { file: packed, format: 'otlp-json', traces: [LINE] },
    ],
  });
});

test('a file that is no trace is an error, the others are still read, and the exit code says so', async () => {
  const page = write('page.json', '<!doctype html>');
  const good = write('good.json', JSON.stringify(PAYLOAD));
  expect(await inspect(page, good)).toEqual({
    code: 1,
    lines: [
      { file: page, error: 'It is a web page or XML, not a trace.' },
      { file: good, format: 'otlp-json', traces: [LINE] },
    ],
  });
});

test('a JSON Lines file with a cut last line keeps the others and counts it', async () => {
  const line = JSON.stringify(PAYLOAD);
  const file = write('traces.jsonl', `${line}\n${line.slice(0, 100)}`);
  expect(await inspect(file)).toEqual({
    code: 0,
    lines: [{ file, format: 'otlp-jsonl', traces: [LINE], rejected: { 'broken-line': 1 } }],
  });
});

test('reads a store with its counters', async () => {
  const directory = path.join(folder, 'store');
  const store = new Store({ directory, mode: 'write', capBytes: DEFAULT_CAP_BYTES });
  const { bytes, rejected } = otlpJsonToProto(bytesOf(PAYLOAD), RECEIVER_LIMITS);
  store.ingest([{ protobuf: bytes, rejected }]);
  store.close();
  const { code, lines } = await inspect('--store', directory, '--stats');
  expect(code).toBe(0);
  expect(lines).toMatchObject([
    { file: directory, traces: [LINE], stats: { received: 3, stored: 3, duplicate: 0, rejected: {}, evicted: {} } },
  ]);
});

test('a folder without a store is an error', async () => {
  const { code, lines } = await inspect('--store', folder);
  expect(code).toBe(1);
  expect(lines).toMatchObject([{ error: expect.stringMatching(/no trace store/) as unknown }]);
});
