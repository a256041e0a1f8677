import { isDeepStrictEqual } from 'node:util';
import type { GrpcState, ReceiverState, StartOptions } from '../core/protocol.ts';
import { GrpcReceiver } from './grpc/grpcReceiver.ts';
import { Receiver } from './receiver/receiver.ts';
import { RECEIVER_DEFAULTS } from './receiver/receiverLimits.ts';
import type { TraceSink } from './receiver/traceSink.ts';

interface Pair {
  /** What the receivers were made with. */
  readonly made: string;
  readonly http: Receiver;
  readonly grpc: GrpcReceiver;
}

/** The receivers for HTTP and for gRPC as one: on, off, and one state of both. */
export class Listeners {
  readonly #sink: TraceSink;
  readonly #storeDir: string;
  readonly #tell: (state: ReceiverState) => void;
  #pair: Pair | undefined;
  #told: ReceiverState | undefined;
  /** 0 for none. */
  #grpcPort = 0;

  constructor(sink: TraceSink, storeDir: string, tell: (state: ReceiverState) => void) {
    this.#sink = sink;
    this.#storeDir = storeDir;
    this.#tell = tell;
  }

  /** Listens as told; what listened otherwise before is closed first. Never rejects: how it went is in the state. */
  async start(options: StartOptions): Promise<ReceiverState> {
    const { port, grpcPort = 0 } = options;
    const pair = await this.#pairFor(options);
    this.#grpcPort = grpcPort;
    await pair.http.start(port);
    await this.#followHttp(pair);
    return this.#state(pair);
  }

  /** Resolves when requests under way have been answered. */
  async stop(): Promise<ReceiverState> {
    await Promise.all([this.#pair?.http.stop(), this.#pair?.grpc.stop()]);
    return { state: 'off' };
  }

  async #pairFor({ acceptZipkin, host, token }: StartOptions): Promise<Pair> {
    const made = JSON.stringify([acceptZipkin, host, token]);
    if (this.#pair?.made === made) return this.#pair;
    await this.stop();
    const options = { ...RECEIVER_DEFAULTS, acceptZipkin, host, token };
    const tell = (): void => {
      const state = this.#state(pair);
      // A receiver that has been replaced has nothing to say, and two that turn off or on together say it once.
      if (this.#pair !== pair || isDeepStrictEqual(state, this.#told)) return;
      this.#told = state;
      this.#tell(state);
    };
    const pair: Pair = {
      made,
      http: new Receiver(this.#sink, options, () => this.#httpChanged(pair, tell), this.#storeDir),
      grpc: new GrpcReceiver(this.#sink, options, tell),
    };
    return (this.#pair = pair);
  }

  #httpChanged(pair: Pair, tell: () => void): void {
    tell();
    void this.#followHttp(pair);
  }

  /** The window that has the one port has the other as well: two windows must not share them out. */
  async #followHttp({ http, grpc }: Pair): Promise<void> {
    if (http.state.state === 'on' && this.#grpcPort > 0) await grpc.start(this.#grpcPort);
    else if (grpc.state.state !== 'off') await grpc.stop();
  }

  #state({ http, grpc }: Pair): ReceiverState {
    return http.state.state === 'on' ? { ...http.state, ...grpcPart(grpc.state) } : http.state;
  }
}

function grpcPart(state: GrpcState): { readonly grpc?: GrpcState } {
  return state.state === 'off' ? {} : { grpc: state };
}
