import { benchCodeLens } from './codelens.ts';
import { benchIngest } from './ingest.ts';
import { benchMapping } from './mapping.ts';
import { benchWaterfall } from './waterfall.ts';

/*
 * `npm run bench -- NAME`: prints figures, asserts nothing. Each benchmark says in its first lines what it measures and how.
 */
const [name = '', ...rest] = process.argv.slice(2);
const benchmarks: ReadonlyMap<string, (only: readonly string[]) => Promise<void>> = new Map([
  ['codelens', benchCodeLens],
  ['ingest', benchIngest],
  ['mapping', benchMapping],
  ['waterfall', benchWaterfall],
]);

const bench = benchmarks.get(name);
if (bench) await bench(rest);
else {
  console.error(`Say which benchmark: ${[...benchmarks.keys()].join(', ')}.`);
  process.exitCode = 1;
}
