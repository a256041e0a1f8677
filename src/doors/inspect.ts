import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { problemOf } from '../core/problem.ts';
import { ParserClient } from '../parser/parserClient.ts';
import { readStore } from './readStore.ts';
import { traceLine } from './traceLine.ts';

/*
 * `npm run --silent inspect -- FILE...` or `-- --store DIR [--stats]`: what is in a trace file or in a store, one JSON line each.
 * Exits with 1 when one of them could not be read.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { store: { type: 'string' }, stats: { type: 'boolean', default: false } },
});

const parser = new ParserClient(new URL('../parser/parserWorker.ts', import.meta.url));
try {
  const { store } = values;
  if (store !== undefined) await report(store, () => readStore(store, parser, values.stats));
  else if (positionals.length === 0) {
    console.error('Say which files to inspect, or --store DIR.');
    process.exitCode = 1;
  }
  for (const file of positionals) await report(file, () => readFile(file));
} finally {
  parser.dispose();
}

async function report(file: string, read: () => Promise<object>): Promise<void> {
  try {
    console.log(JSON.stringify({ file, ...(await read()) }));
  } catch (thrown) {
    console.log(JSON.stringify({ file, error: problemOf(thrown).message }));
    process.exitCode = 1;
  }
}

async function readFile(file: string): Promise<object> {
  const bytes = readFileSync(file);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { format, traces, rejected } = await parser.rpc.call('open', { chunks: [buffer] });
  return {
    format,
    traces: traces.map(traceLine),
    ...(rejected.length > 0 && { rejected: Object.fromEntries(rejected.map(({ reason, count }) => [reason, count])) }),
  };
}
