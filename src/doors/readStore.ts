import { DEFAULT_CAP_BYTES, Store } from '../collector/store/store.ts';
import type { ParserClient } from '../parser/parserClient.ts';
import { traceLine } from './traceLine.ts';

const ALL = 1_000_000_000;

/** What a store holds, oldest trace first, read through the same parser as everything else. Takes no part in writing it. */
export async function readStore(directory: string, parser: ParserClient, stats: boolean): Promise<object> {
  const store = new Store({ directory, mode: 'read', capBytes: DEFAULT_CAP_BYTES });
  try {
    const traces: object[] = [];
    for (const { traceId } of store.list({ limit: ALL }).toReversed()) {
      const opened = await parser.rpc.call('open', { chunks: store.trace(traceId), format: 'otlp-protobuf' });
      for (const trace of opened.traces) {
        traces.push(traceLine(trace));
        await parser.rpc.call('close', { trace: trace.handle });
      }
    }
    return { format: 'store', traces, ...(stats && { stats: store.stats() }) };
  } finally {
    store.close();
  }
}
