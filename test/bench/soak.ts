import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Store } from '../../src/collector/store/store.ts';
import type { HostReady, HostSample } from './soak/host.ts';
import { Load } from './soak/load.ts';
import { slope } from './soak/slope.ts';

/*
 * `npm run soak -- --minutes 10 [--rate 3000] [--cap 64]`: the collector in a host process of its own under a steady mixed load, with a
 * cap (MB) so small that traces leave all the time. A line every 30 s; ends with verdicts, and exits with 1 when one is not kept.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string', default: '3000' },
    cap: { type: 'string', default: '64' },
  },
});
const minutes = Number(values.minutes);
const rate = Number(values.rate);
const capBytes = Number(values.cap) * 1e6;

const LINE_MS = 30_000;
const SAMPLE_MS = 2000;
/** The store reaches its cap in the first minute, and the caches and heaps settle by the fourth; at most half of a short run. */
const WARM_UP_MS = Math.min(240_000, (minutes * 60_000) / 2);
/** The log beside the database: 32 MiB between checkpoints, which wait for readers; SQLite cuts it back to 64 MiB. */
const LOG_SLACK_BYTES = 64 * 1024 * 1024;
/** The collection of garbage moves the size by this much. */
const RSS_NOISE_MB = 10;
const RSS_SLOPE_MB = 1;
const DELAY_P99_MS = 20;

const directory = mkdtempSync(join(tmpdir(), 'spanline-soak-'));
const host = fork(fileURLToPath(new URL('soak/host.ts', import.meta.url)), [directory, String(capBytes)]);
try {
  await soak();
} finally {
  if (host.exitCode === null) host.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
}

interface Sample extends HostSample {
  readonly atMin: number;
  readonly diskMB: number;
}

async function soak(): Promise<void> {
  const [{ state }] = (await once(host, 'message')) as [HostReady];
  if (state.state !== 'on') throw new Error(`The receiver did not start: ${JSON.stringify(state)}`);
  console.log(`soak: ${minutes} min, ${rate} spans/s in mixed batches, cap ${capBytes / 1e6} MB, pid ${host.pid}`);
  const load = new Load(state.port);
  const running = { yes: true };
  const startedMs = performance.now();
  const sending = load.run(rate, minutes * 60_000).finally(() => (running.yes = false));
  const samples: Sample[] = [];
  let lineAtMs = LINE_MS;
  let reported = 0;
  while (running.yes) {
    await Promise.race([sending, delay(SAMPLE_MS)]);
    const elapsedMs = performance.now() - startedMs;
    samples.push({ ...(await ask()), atMin: elapsedMs / 60_000, diskMB: diskBytes() / 1e6 });
    if (elapsedMs < lineAtMs && running.yes) continue;
    lineAtMs += LINE_MS;
    console.log(lineOf(samples.slice(reported), load));
    reported = samples.length;
  }
  await sending;
  const last = await ask();
  const exited = once(host, 'exit');
  host.disconnect();
  const [code] = (await exited) as [number | null];
  verdict(samples, last, load, code);
}

async function ask(): Promise<HostSample> {
  const answered = once(host, 'message') as Promise<[HostSample]>;
  host.send('sample');
  const [sample] = await answered;
  return sample;
}

function lineOf(samples: readonly Sample[], load: Load): string {
  const last = samples.at(-1)!;
  return [
    `${last.atMin.toFixed(1).padStart(5)} min`,
    `rss ${last.rssMB.toFixed(0)} MB`,
    `heap ${last.heapMB.toFixed(0)} MB`,
    `fds ${last.descriptors}`,
    `store ${(last.stats.storeBytes / 1e6).toFixed(1)} of ${capBytes / 1e6} MB (${last.diskMB.toFixed(0)} MB on disk)`,
    `acked ${load.acked}`,
    `lost ${Math.max(0, load.acked - last.stats.stored - last.stats.duplicate)}`,
    `evicted ${sum(last.stats.evicted)}`,
    `retries ${load.retries}`,
    `behind ${load.behind}`,
    `loop delay p99 ${Math.max(...samples.map(({ delayP99Ms }) => delayP99Ms)).toFixed(1)} ms`,
  ].join(', ');
}

function verdict(samples: readonly Sample[], last: HostSample, load: Load, code: number | null): void {
  const warm = samples.filter(({ atMin }) => atMin * 60_000 >= WARM_UP_MS);
  const measuredMin = warm.at(-1)!.atMin - warm[0]!.atMin;
  const rss = slope(warm.map(({ atMin, rssMB }) => [atMin, rssMB]));
  const descriptors = slope(warm.map(({ atMin, descriptors }) => [atMin, descriptors]));
  const maxStore = Math.max(...samples.map(({ stats }) => stats.storeBytes));
  const maxDiskMB = Math.max(...samples.map(({ diskMB }) => diskMB));
  const delayP99Ms = warm.map(({ delayP99Ms }) => delayP99Ms).toSorted((a, b) => a - b)[Math.floor(warm.length / 2)]!;
  const { received, stored, duplicate, rejected, evicted } = last.stats;
  const readable = readableSpans();
  const lost = load.acked - stored;
  const verdicts: readonly (readonly [name: string, kept: boolean, figure: string])[] = [
    [
      'memory is flat',
      rss * measuredMin <= RSS_SLOPE_MB * measuredMin + RSS_NOISE_MB,
      `${rss.toFixed(2)} MB/min over ${measuredMin.toFixed(1)} min after warm-up`,
    ],
    ['descriptors are flat', descriptors * measuredMin <= 2, `${descriptors.toFixed(2)} a minute`],
    [
      'the store keeps its cap',
      maxStore <= capBytes * 1.05 && maxDiskMB * 1e6 <= capBytes * 1.2 + LOG_SLACK_BYTES,
      `at most ${(maxStore / 1e6).toFixed(1)} of ${capBytes / 1e6} MB, ${maxDiskMB.toFixed(0)} MB on disk with its log`,
    ],
    ['traces left', sum(evicted) > 0, `${sum(evicted)} spans evicted`],
    ['nothing is lost', lost <= 0 && load.failed === 0, `${load.acked} acked, ${lost} lost, ${load.failed} failed`],
    [
      'every span has a fate',
      received === stored + duplicate + sum(rejected) && stored === readable + sum(evicted),
      `${received} received = ${stored} stored + ${duplicate} duplicate + ${sum(rejected)} rejected; ${readable} readable`,
    ],
    ['the rate was sent', load.sent >= rate * minutes * 60 * 0.95, `${load.sent} spans, ${load.retries} retries`],
    [
      'the host stays responsive',
      delayP99Ms < DELAY_P99_MS,
      `loop delay p99, median of samples: ${delayP99Ms.toFixed(1)} ms`,
    ],
    ['it ends in order', code === 0 && last.messages.length === 0, `exit code ${code} ${last.messages.join(' ')}`],
  ];
  for (const [name, kept, figure] of verdicts) console.log(`${kept ? 'kept  ' : 'BROKEN'} ${name}: ${figure}`);
  if (verdicts.some(([, kept]) => !kept)) process.exitCode = 1;
}

function readableSpans(): number {
  const store = new Store({ directory, mode: 'read', capBytes });
  try {
    return store.list({ limit: 1_000_000_000 }).reduce((total, { spans }) => total + spans, 0);
  } finally {
    store.close();
  }
}

function diskBytes(): number {
  return readdirSync(directory).reduce(
    (total, name) => total + (statSync(join(directory, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
