import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { CollectorClient } from '../../src/collector/collectorClient.ts';
import { DEFAULT_CAP_BYTES, Store } from '../../src/collector/store/store.ts';
import { FILE_LIMITS } from '../../src/core/formats/limits.ts';
import { splitByTrace } from '../../src/core/formats/splitByTrace.ts';
import { findServer } from '../support/servers/installedServer.ts';
import { startCollector } from '../support/servers/startCollector.ts';
import { nameOf, type Shape } from './ingest/payload.ts';
import type { Order, Outcome } from './ingest/sender.ts';

/*
 * What the receiver takes. The sender is a process of its own and has encoded everything before the clock starts; this process stands for
 * the extension host: it runs the collector as the extension does and measures its own event loop meanwhile. Closed loop (each of 8
 * connections sends on the answer to its last request) gives the peak, open loop (a fixed rate, latency from the scheduled time) gives
 * the latency. "read back" is counted in the store's lists after closing, and a sample of traces is decoded again. With the OpenTelemetry
 * Collector installed (`npm run test:backends`), the same sender runs against it with its file exporter right after.
 */
const CONNECTIONS = 8;
const FULL_MS = 3000;
const QUICK_MS = 1000;
const WARM_UP_MS = 500;
/** Above what two cores can do, so that payloads last as long as the time. */
const MOST_SPANS_PER_SECOND = 300_000;
const MOST_REQUESTS_PER_SECOND = 8000;
const OPEN_RATE = 10_000;
const SENDER = fileURLToPath(new URL('./ingest/sender.ts', import.meta.url));
const WORKER = new URL('../../src/collector/collectorWorker.ts', import.meta.url);

const BASE: Shape = { batch: 512, encoding: 'pb', attributes: 0, code: false, traces: 'many' };

interface Case {
  readonly shape: Shape;
  readonly spansPerSecond: number;
}

const CASES: readonly Case[] = [
  ...closed(BASE),
  ...closed({ ...BASE, code: true }),
  ...closed({ ...BASE, traces: 'own' }),
  ...closed({ ...BASE, code: true, traces: 'own' }),
  ...closed({ ...BASE, attributes: 10 }),
  ...closed({ ...BASE, attributes: 10, encoding: 'pb+gzip' }),
  ...closed({ ...BASE, attributes: 10, encoding: 'json' }),
  ...closed({ ...BASE, encoding: 'json' }),
  ...closed({ ...BASE, batch: 10 }),
  ...closed({ ...BASE, batch: 10, encoding: 'json' }),
  { shape: { ...BASE, attributes: 10, code: true }, spansPerSecond: OPEN_RATE },
  { shape: { ...BASE, attributes: 10, code: true, batch: 10 }, spansPerSecond: OPEN_RATE },
];

function closed(shape: Shape): readonly Case[] {
  return [{ shape, spansPerSecond: 0 }];
}

/** `only` narrows to cases whose name contains all of it; `--quick` makes each a second long; `--no-peer` leaves the peer out. */
export async function benchIngest(args: readonly string[]): Promise<void> {
  const durationMs = args.includes('--quick') ? QUICK_MS : FULL_MS;
  const peer = !args.includes('--no-peer') && !('reason' in findServer('collector'));
  const words = args.filter((arg) => !arg.startsWith('--'));
  const load = loadavg()[0]!.toFixed(1);
  console.log(
    `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}, load ${load}, ${durationMs / 1000} s each`,
  );
  for (const one of CASES) {
    const name = `${one.spansPerSecond === 0 ? 'closed' : 'open'} ${nameOf(one.shape)}`;
    if (!words.every((word) => name.includes(word))) continue;
    console.log(`\n${name}`);
    console.log(`  spanline   ${await runOurs(one, durationMs)}`);
    if (peer) console.log(`  otelcol    ${await runPeer(one, durationMs)}`);
  }
}

async function runOurs(one: Case, durationMs: number): Promise<string> {
  const storeDir = mkdtempSync(path.join(tmpdir(), 'spanline-bench-'));
  const client = new CollectorClient({ worker: WORKER, storeDir, onMessage: (message) => console.error(message) });
  try {
    const state = await client.call('start', { port: 0 });
    if (state.state !== 'on') throw new Error(`The receiver did not start: ${JSON.stringify(state)}`);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    let rssBytes = 0;
    const watch = setInterval(() => (rssBytes = Math.max(rssBytes, process.memoryUsage.rss())), 100);
    const outcome = await send(one, `http://127.0.0.1:${state.port}`, durationMs, () => delay.enable());
    delay.disable();
    clearInterval(watch);
    const stats = await client.call('stats');
    await client.dispose();
    const { readable, sampled } = readBack(storeDir);
    return [
      figures(outcome),
      `read back ${readable}${sampled ? '' : ' (SAMPLE DIFFERS)'}`,
      `lost ${outcome.acked - readable - stats.duplicate}`,
      `host delay p99 ${(delay.percentile(99) / 1e6 - 5).toFixed(1)} ms`,
      `RSS ${Math.round(rssBytes / 2 ** 20)} MB`,
    ].join(' · ');
  } finally {
    await client.dispose();
    rmSync(storeDir, { recursive: true, force: true });
  }
}

async function runPeer(one: Case, durationMs: number): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'spanline-bench-'));
  const collector = await startCollector({ file: { path: path.join(folder, 'traces.pb'), format: 'proto' } });
  try {
    return figures(await send(one, collector.otlpUrl, durationMs, () => {}));
  } finally {
    await collector.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function figures({ acked, measured, refused, failed, elapsedMs, p50Ms, p99Ms, isShort }: Outcome): string {
  const perSecond = Math.round((measured / elapsedMs) * 1000).toLocaleString('en');
  const others = refused + failed > 0 ? ` · refused ${refused} · failed ${failed}` : '';
  const short = isShort ? ' (ran out of payloads)' : '';
  return `${perSecond} spans/s · p50 ${p50Ms.toFixed(1)} ms · p99 ${p99Ms.toFixed(1)} ms · acked ${acked}${others}${short}`;
}

async function send(
  { shape, spansPerSecond }: Case,
  url: string,
  durationMs: number,
  onStart: () => void,
): Promise<Outcome> {
  const mostSpans = spansPerSecond || MOST_SPANS_PER_SECOND;
  const perSecond = Math.min(mostSpans / shape.batch, MOST_REQUESTS_PER_SECOND);
  const order: Order = {
    url,
    shape,
    payloads: Math.ceil((perSecond * (durationMs + WARM_UP_MS)) / 1000),
    durationMs,
    warmUpMs: WARM_UP_MS,
    spansPerSecond,
    connections: spansPerSecond === 0 ? CONNECTIONS : 64,
    seed: 7,
  };
  const child = fork(SENDER, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    child.send(order);
    await next(child);
    onStart();
    child.send('go');
    return (await next(child)) as Outcome;
  } finally {
    child.kill('SIGKILL');
  }
}

async function next(child: ChildProcess): Promise<unknown> {
  const ended = once(child, 'exit').then(() => {
    throw new Error('The sender ended before its time.');
  });
  ended.catch(() => {});
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
  return message;
}

/** What a reader of the store finds, and whether the traces of a sample hold what the list says. */
function readBack(directory: string): { readonly readable: number; readonly sampled: boolean } {
  const store = new Store({ directory, mode: 'read', capBytes: DEFAULT_CAP_BYTES });
  try {
    const traces = store.list({ limit: Number.MAX_SAFE_INTEGER });
    const sample = traces.filter((_, i) => i % Math.ceil(traces.length / 100) === 0);
    const sampled = sample.every(({ traceId, spans }) => {
      const heads = store
        .trace(traceId)
        .flatMap((bytes) => splitByTrace(new Uint8Array(bytes), FILE_LIMITS, () => true).chunks)
        .flatMap((chunk) => chunk.spans);
      return heads.length === spans;
    });
    return { readable: traces.reduce((sum, { spans }) => sum + spans, 0), sampled };
  } finally {
    store.close();
  }
}
