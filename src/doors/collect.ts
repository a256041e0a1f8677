import { parseArgs } from 'node:util';
import { CollectorClient } from '../collector/collectorClient.ts';
import { problemOf } from '../core/problem.ts';
import type { ReceiverState } from '../core/protocol.ts';

/*
 * The collector alone, as the extension runs it: `collect --http PORT --store DIR`, port 0 for any.
 * The first line on stdout says that it listens: {"ready":true,"http":PORT}. SIGTERM and SIGINT close it.
 */
const USAGE = 'Usage: collect --http PORT --store DIR';

const { http, store } = readArguments();
const client = new CollectorClient({
  worker: new URL('../collector/collectorWorker.ts', import.meta.url),
  storeDir: store,
  onMessage: (message) => console.error(message),
});
process.once('SIGTERM', () => void close(0));
process.once('SIGINT', () => void close(0));
await open();

async function open(): Promise<void> {
  try {
    const state = await client.call('start', { port: http });
    if (state.state === 'on') console.log(JSON.stringify({ ready: true, http: state.port }));
    else await fail(state.state === 'busy' ? `Port ${http} is used by ${state.by}.` : failureOf(state));
  } catch (thrown) {
    const problem = problemOf(thrown);
    // Closed by a signal before it listened.
    if (problem.code !== 'cancelled') await fail(problem.message);
  }
  client.onReceiver((state) => {
    if (state.state === 'failed') void close(1);
  });
}

function failureOf(state: ReceiverState): string {
  if (state.state === 'elsewhere') return `Port ${state.port} is used by another collector on the same store.`;
  return state.state === 'failed' ? state.message : 'The receiver is off.';
}

async function fail(message: string): Promise<void> {
  console.error(message);
  await close(1);
}

/** Nothing keeps the process up once the worker has ended. */
async function close(exitCode: number): Promise<void> {
  process.exitCode = exitCode;
  await client.dispose();
}

function readArguments(): { readonly http: number; readonly store: string } {
  try {
    const { values } = parseArgs({ options: { http: { type: 'string' }, store: { type: 'string' } } });
    const port = Number(values.http);
    if (values.store && /^\d{1,5}$/.test(values.http ?? '') && port <= 65535)
      return { http: port, store: values.store };
    console.error(USAGE);
  } catch (thrown) {
    console.error(`${problemOf(thrown).message}\n${USAGE}`);
  }
  process.exit(2);
}
