import { checkToken, type TokenHeaders } from '../receiver/checkToken.ts';
import { exportBody } from '../receiver/exportBody.ts';
import { MemoryBudget } from '../receiver/memoryBudget.ts';
import type { ReceiverOptions } from '../receiver/receiverOptions.ts';
import { Refusal } from '../receiver/refusal.ts';
import { refusalOf } from '../receiver/refusalOf.ts';
import type { Signal } from '../receiver/signalOfPath.ts';
import type { TraceSink } from '../receiver/traceSink.ts';
import { CallSlots } from './callSlots.ts';
import type { ExportCalls } from './exportCalls.ts';
import { grpcFailure, type GrpcFailure } from './grpcFailure.ts';

/**
 * Calls whose message is read at once. grpc-js collects a message without telling how large it will be, so this is the bound: of four
 * messages of 64 MiB, each up to three times in memory (as sent, inflated, joined). SDKs send 100 kB in 1 ms, so few ever wait.
 */
const SLOTS = 4;
/** SDKs give an export 10 s. */
const SLOT_WAIT_MS = 2000;

/** The calls of the gRPC server, put into the same sink as what comes over HTTP, with the same checks. */
export class SinkCalls implements ExportCalls {
  readonly #sink: TraceSink;
  readonly #token: string | undefined;
  readonly #budget: MemoryBudget;
  readonly #slots = new CallSlots(SLOTS, SLOT_WAIT_MS);

  constructor(sink: TraceSink, options: ReceiverOptions) {
    this.#sink = sink;
    this.#token = options.token;
    this.#budget = new MemoryBudget(options.inFlightBytes);
  }

  async begin(shown: TokenHeaders): Promise<GrpcFailure | undefined> {
    try {
      checkToken(shown, this.#token);
    } catch (thrown) {
      return this.#refuse(thrown);
    }
    return (await this.#slots.take()) ? undefined : this.#refuse(tooBusy());
  }

  onRead(outcome: 'whole' | 'broken' | 'timeout'): void {
    this.#slots.give();
    if (outcome === 'broken') this.#sink.countRefused('grpc-call');
    if (outcome === 'timeout') this.#sink.countRefused('timeout');
  }

  async export(signal: Signal, bytes: Uint8Array): Promise<Uint8Array | GrpcFailure> {
    if (!this.#budget.take(bytes.length)) return this.#refuse(tooBusy());
    try {
      return await this.#keep(signal, bytes);
    } catch (thrown) {
      return this.#refuse(thrown);
    } finally {
      this.#budget.give(bytes.length);
    }
  }

  async #keep(signal: Signal, bytes: Uint8Array): Promise<Uint8Array> {
    const payload = { encoding: 'protobuf', bytes } as const;
    switch (signal) {
      case 'traces':
        return exportBody('protobuf', await this.#sink.keep(payload));
      case 'logs':
        return exportBody('protobuf', await this.#sink.keepLogs(payload), 'logs');
      case 'metrics':
        this.#sink.countIgnored(signal);
        return exportBody('protobuf', []);
    }
  }

  #refuse(thrown: unknown): GrpcFailure {
    const refusal = refusalOf(thrown);
    this.#sink.countRefused(refusal.reason);
    return grpcFailure(refusal);
  }
}

function tooBusy(): Refusal {
  return new Refusal(503, 'memory', 'Too many large requests at once: retry in a second.', { 'Retry-After': '1' });
}
