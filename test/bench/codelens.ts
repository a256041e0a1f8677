import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_CAP_BYTES, Store } from '../../src/collector/store/store.ts';
import { FUNCTIONS, payloadsOf } from './ingest/payload.ts';

/*
 * The store's answer for a file of 500 functions with a million spans stored: in one call, and in 500 as the lenses ask. Cold is the first
 * question to a store that has just been opened (the operating system has its pages), warm the next one, and "a minute later" the one
 * for which the window has moved on, so that nothing of the last answer holds; with a baseline the calls
 * before and after a moment half an hour ago are asked for too. Once with all spans in the current minute, once spread over the hour.
 */
const SPANS = 1_000_000;
const BATCH = 512;
const RUNS = 5;

export function benchCodeLens(): Promise<void> {
  console.log(
    `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}, median of ${RUNS}`,
  );
  for (const minutes of [1, 60]) measure(minutes);
  return Promise.resolve();
}

function measure(minutes: number): void {
  const directory = mkdtempSync(path.join(tmpdir(), 'spanline-bench-'));
  try {
    const began = performance.now();
    fill(directory, minutes);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(
      `\n${SPANS.toLocaleString('en')} spans of ${FUNCTIONS} functions over ${minutes} min (stored in ${seconds} s)`,
    );
    const figures = Array.from({ length: RUNS }, () => ask(directory));
    for (const what of Object.keys(figures[0]!) as (keyof Figures)[]) {
      const sorted = figures.map((each) => each[what]).sort((a, b) => a - b);
      console.log(
        `  ${what.padEnd(22)} ${sorted[RUNS >> 1]!.toFixed(1)} ms (${sorted[0]!.toFixed(1)} to ${sorted.at(-1)!.toFixed(1)})`,
      );
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Figures {
  readonly cold: number;
  readonly warm: number;
  readonly 'warm, 500 calls': number;
  readonly 'a minute later': number;
  readonly 'with a baseline, first': number;
  readonly 'with a baseline, again': number;
  readonly 'hot functions': number;
}

function ask(directory: string): Figures {
  const store = new Store({ directory, mode: 'read', capBytes: DEFAULT_CAP_BYTES });
  const groups = store.codeSites(0).map(({ id }) => [id]);
  const sinceNs = BigInt(Date.now() - 3_600_000) * 1_000_000n;
  const time = (work: () => void): number => {
    const began = performance.now();
    work();
    return performance.now() - began;
  };
  const splitNs = sinceNs + 1_800_000_000_000n;
  const withBaseline = (): void => {
    store.latency(groups, sinceNs);
    store.latencyBetween(groups, sinceNs, splitNs);
    store.latencyBetween(groups, splitNs, 2n ** 62n);
  };
  const figures = {
    cold: time(() => store.latency(groups, sinceNs)),
    warm: time(() => store.latency(groups, sinceNs)),
    'warm, 500 calls': time(() => groups.forEach((group) => store.latency([group], sinceNs))),
    'a minute later': time(() => store.latency(groups, sinceNs + 60_000_000_000n)),
    'with a baseline, first': time(withBaseline),
    'with a baseline, again': time(withBaseline),
    'hot functions': time(() => store.hotSites(sinceNs, 1000)),
  };
  store.close();
  return figures;
}

/** The hour is filled minute by minute, as it would be. */
function fill(directory: string, minutes: number): void {
  const store = new Store({ directory, mode: 'write', capBytes: 4 * DEFAULT_CAP_BYTES });
  const shape = { batch: BATCH, encoding: 'pb', attributes: 0, code: true, traces: 'many' } as const;
  const batches = Math.ceil(SPANS / BATCH);
  for (let i = 0; i < batches; i++) {
    const minutesAgo = minutes - 1 - Math.floor((i * minutes) / batches);
    const [protobuf] = payloadsOf(shape, 1, i + 1, Date.now() - minutesAgo * 60_000);
    store.ingest([{ protobuf: protobuf!, rejected: [] }]);
  }
  store.close();
}
