import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { CollectorClient } from '../../../src/collector/collectorClient.ts';
import { problemOf } from '../../../src/core/problem.ts';

/*
 * A window's collector in a process of its own, for the fault tests: unlike the `collect` door it waits for a taken port.
 * Reads calls from stdin, a JSON line each, and writes answers and events to stdout; see spawnWindow.ts.
 */
const { values } = parseArgs({
  options: { store: { type: 'string' }, worker: { type: 'string' }, age: { type: 'string', default: '0' } },
});

const client = new CollectorClient({
  worker: new URL(values.worker ?? '../../../src/collector/collectorWorker.ts', import.meta.url),
  storeDir: values.store!,
  limits: { maxAgeMs: Number(values.age) },
  onMessage: (message) => say({ event: 'message', data: message }),
});
client.onReceiver((data) => say({ event: 'receiver', data }));
client.onChanged((data) => say({ event: 'changed', data }));

const calls = createInterface({ input: process.stdin });
calls.on('line', (line) => {
  const { id, method, params } = JSON.parse(line) as {
    readonly id: number;
    readonly method: 'stats';
    readonly params: undefined;
  };
  client.call(method, params).then(
    (ok) => say({ reply: id, ok }),
    (thrown: unknown) => say({ reply: id, err: problemOf(thrown).message }),
  );
});
// The end of stdin is the window's closing, and no test leaves one behind.
calls.on('close', () => void client.dispose());
process.on('SIGTERM', () => {
  calls.close();
  process.stdin.destroy();
});

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
