import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { BroadcastChannel } from 'node:worker_threads';
import { CollectorClient } from '../../../src/collector/collectorClient.ts';
import type { CollectorStats, ReceiverState } from '../../../src/core/protocol.ts';

/** What the soak's host says of itself when it is asked. */
export interface HostSample {
  readonly rssMB: number;
  /** Of the host's thread and the worker's together. */
  readonly heapMB: number;
  readonly descriptors: number;
  /** Of the host's thread, since the last sample. */
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
  readonly stats: CollectorStats;
  readonly messages: readonly string[];
}

export interface HostReady {
  readonly state: ReceiverState;
}

/*
 * The extension host of the soak, as it uses the collector: started by soak.ts with a store and a cap, asked over IPC. Each message
 * from its parent asks for a sample; the end of the channel ends it.
 */
const [storeDir = '', capBytes = ''] = process.argv.slice(2);
const messages: string[] = [];
const client = new CollectorClient({
  worker: new URL('worker.ts', import.meta.url),
  storeDir,
  limits: { capBytes: Number(capBytes) },
  onMessage: (message) => messages.push(message),
});

let workerHeap = 0;
const heaps = new BroadcastChannel('spanline-soak-heap');
heaps.onmessage = (message: unknown): void => {
  workerHeap = (message as { readonly data: number }).data;
};
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();

process.on('message', () => void sample().then((line) => process.send!(line)));
process.once('disconnect', () => {
  heaps.close();
  delay.disable();
  void client.dispose();
});
process.send!({ state: await client.call('start', { port: 0 }) } satisfies HostReady);

async function sample(): Promise<HostSample> {
  const stats = await client.call('stats');
  const { rss, heapUsed } = process.memoryUsage();
  const line: HostSample = {
    rssMB: rss / 1e6,
    heapMB: (heapUsed + workerHeap) / 1e6,
    descriptors: readdirSync('/proc/self/fd').length,
    // What is measured includes the waiting for the timer itself.
    delayP99Ms: Math.max(0, delay.percentile(99) / 1e6 - 5),
    delayMaxMs: Math.max(0, delay.max / 1e6 - 5),
    stats,
    messages,
  };
  delay.reset();
  return line;
}
