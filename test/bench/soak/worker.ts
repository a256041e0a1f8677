import { getHeapStatistics } from 'node:v8';
import { BroadcastChannel } from 'node:worker_threads';
import '../../../src/collector/collectorWorker.ts';

// The collector's worker, which also tells the size of its heap.
const heaps = new BroadcastChannel('spanline-soak-heap');
heaps.unref();
setInterval(() => heaps.postMessage(getHeapStatistics().used_heap_size), 1000).unref();
