/*
 * node test/fuzz/run.ts --minutes N [--seed S]
 * Property 1 (security.md 5) for N minutes: any bytes through every decoder, a new seed each round. What fails is kept, at its smallest, as
 * test/corpus/crash-NNNN, which test/unit/corpus/crashes.test.ts then replays. Exit code 1 when anything failed.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { keepCrash } from '../support/corpus/crashFiles.ts';
import { decodeOrRefuse } from '../support/corpus/decodings.ts';
import { fuzzRound } from '../support/corpus/fuzz.ts';

const ROUND_MS = 1000;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) {
  print('Usage: node test/fuzz/run.ts --minutes N [--seed S]');
  process.exit(2);
}

const end = performance.now() + minutes * 60_000;
let runs = 0;
let found = 0;
for (let round = 0; performance.now() < end; round++) {
  const seed = values.seed === undefined ? randomInt(2 ** 31 - 1) : Number(values.seed) + round;
  const result = fuzzRound(seed, ROUND_MS, decodeOrRefuse);
  runs += result.runs;
  for (const { decoding, bytes, why } of result.crashes) {
    found++;
    print(`${keepCrash(bytes)} (seed ${seed}, ${bytes.length} bytes as ${decoding}): ${why}`);
  }
}
print(`${runs} inputs in ${minutes} minutes, ${found} failures.`);
process.exitCode = found > 0 ? 1 : 0;
