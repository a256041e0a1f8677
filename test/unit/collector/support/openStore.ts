import { onTestFinished } from 'vitest';
import { DEFAULT_CAP_BYTES, Store } from '../../../../src/collector/store/store.ts';
import type { IngestOutcome } from '../../../../src/collector/store/ingest.ts';
import { exportJson, protoBytes, type Batch } from './payloads.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

/** A store that is closed with the test. */
export function openStore(directory = temporaryDirectory(), capBytes = DEFAULT_CAP_BYTES): Store {
  const store = new Store({ directory, mode: 'write', capBytes });
  onTestFinished(() => {
    try {
      store.close();
    } catch {
      // The test has closed it.
    }
  });
  return store;
}

/** Keeps batches as one request. */
export function keep(store: Store, ...batches: readonly Batch[]): IngestOutcome {
  return store.ingest([{ protobuf: protoBytes(exportJson(...batches)), rejected: [] }])[0]!;
}
