import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const COLLECTOR_WORKER = new URL('../../../../src/collector/collectorWorker.ts', import.meta.url);

/** A worker that is the collector, and dies when it is asked for the list of 666 traces; its script goes into the directory. */
export function mortalWorkerIn(directory: string, death: string): URL {
  const file = join(directory, 'mortalWorker.ts');
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads';
     import ${JSON.stringify(COLLECTOR_WORKER.href)};
     parentPort.on('message', (message) => {
       if (message.method === 'list' && message.params.limit === 666) { ${death}; }
     });`,
  );
  return new URL(`file://${file}`);
}
