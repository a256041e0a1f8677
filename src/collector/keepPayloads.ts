import { FILE_LIMITS } from '../core/formats/limits.ts';
import type { TraceId } from '../core/ids.ts';
import type { KeepResult } from '../core/protocol.ts';
import type { StoreHolder } from './storeHolder.ts';

/** Keeps OTLP protobuf from elsewhere than the receiver, a payload a transaction. Throws a Problem when one cannot be read. */
export function keepPayloads(
  holder: StoreHolder,
  payloads: readonly ArrayBuffer[],
  onKept: (traceIds: readonly TraceId[]) => void,
): KeepResult {
  const outcomes = payloads.map((bytes) => {
    const payload = { protobuf: new Uint8Array(bytes), rejected: [], limits: FILE_LIMITS };
    const outcome = holder.use((store) => store.ingest([payload]))[0]!;
    if (!outcome.kept) throw outcome.problem;
    onKept(outcome.traceIds);
    return outcome;
  });
  return {
    traces: [...new Set(outcomes.flatMap(({ traceIds }) => traceIds))],
    stored: outcomes.reduce((sum, { stored }) => sum + stored, 0),
    duplicate: outcomes.reduce((sum, { duplicate }) => sum + duplicate, 0),
    rejected: outcomes.flatMap(({ rejected }) => rejected),
  };
}
