import { parentPort, workerData } from 'node:worker_threads';
import type { CollectorApi } from '../core/protocol.ts';
import { Rpc } from '../core/rpc.ts';
import { createCollector } from './collector.ts';
import type { CollectorWorkerData } from './collectorWorkerData.ts';
import { portChannel } from '../threads/portChannel.ts';

// The entry of the collector's worker thread.
if (!parentPort) throw new Error('The collector runs as a worker thread.');
const { storeDir, limits } = workerData as CollectorWorkerData;
const rpc: Rpc<object, CollectorApi> = new Rpc<object, CollectorApi>(
  portChannel(parentPort),
  createCollector(storeDir, (event, data) => rpc.tell(event, data), limits),
);
