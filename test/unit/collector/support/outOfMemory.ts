import { setTimeout as delay } from 'node:timers/promises';
import { CollectorClient } from '../../../../src/collector/collectorClient.ts';
import type { ReceiverState } from '../../../../src/core/protocol.ts';
import { mortalWorkerIn } from './mortalWorker.ts';
import { exportJson, jsonBytes } from './payloads.ts';
import { post } from './post.ts';

/* `node outOfMemory.ts DIRECTORY`: lets a collector's worker run out of memory and prints as JSON what became of it. */
const directory = process.argv[2]!;
const death = 'for (const kept = []; ; ) kept.push(Array.from({ length: 100_000 }, (_, i) => ({ i })))';
const states: ReceiverState[] = [];
const messages: string[] = [];
const client = new CollectorClient({
  worker: mortalWorkerIn(directory, death),
  storeDir: directory,
  onMessage: (message) => messages.push(message),
});
client.onReceiver((state) => states.push(state));
const started = await client.call('start', { port: 0 });
if (started.state !== 'on') throw new Error(JSON.stringify(started));
await post({ port: started.port, body: jsonBytes(exportJson({ service: 'shop', spans: [{ id: 1 }] })) });
await client.call('list', { limit: 666 }).catch(() => {});
while (states.length < 2) await delay(10);
const { stored } = await client.call('stats');
const samePort = states.every((state) => state.state === 'on' && state.port === started.port);
console.log(JSON.stringify({ states: states.map(({ state }) => state), samePort, messages, stored }));
await client.dispose();
