import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { detect } from '../../src/core/formats/detect.ts';
import { FILE_LIMITS } from '../../src/core/formats/limits.ts';
import { startCollector } from '../support/servers/startCollector.ts';
import { eventually } from '../support/eventually.ts';
import { compareTrace } from './support/comparison.ts';
import { newRow, writeRow, type ResultRow } from './support/resultRow.ts';
import { generatedTraces, send, shopTraces } from './support/sentTraces.ts';

const AS_SENT = { sent: <T>(span: T) => span, got: <T>(span: T) => span };
const rows: ResultRow[] = [];

afterAll(() => {
  for (const row of rows) writeRow(row);
});

test.each([
  ['json', 'otlp-jsonl', 'Collector file, JSON Lines'],
  ['proto', 'otlp-protobuf-frames', 'Collector file, protobuf'],
] as const)("the Collector's file exporter in %s", async (format, expected, title) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'spanline-file-'));
  const file = path.join(folder, 'traces');
  const collector = await startCollector({ file: { path: file, format } });
  try {
    const row = newRow(title, collector.version);
    const all = [generatedTraces(Date.now()), shopTraces(Date.now())];
    for (const sent of all) await send(sent, collector.otlpUrl);
    const size = await eventually('the file', async () => settledSize(file));
    const bytes = (await readFile(file)).subarray(0, size);
    expect(detect(bytes, FILE_LIMITS)).toBe(expected);
    for (const sent of all) {
      for (const traceId of sent.traceIds) {
        const chunk = new Uint8Array(bytes).buffer;
        row.spans += compareTrace(sent, traceId, { format: expected, chunks: [chunk] }, AS_SENT);
        row.traces++;
      }
    }
    rows.push(row);
  } finally {
    await collector.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

let lastSize = 0;

/** The exporter flushes every 50 ms. */
async function settledSize(file: string): Promise<number | undefined> {
  const { length } = await readFile(file);
  const settled = length > 0 && length === lastSize;
  lastSize = length;
  await new Promise((resolve) => {
    setTimeout(resolve, 200);
  });
  return settled ? length : undefined;
}
