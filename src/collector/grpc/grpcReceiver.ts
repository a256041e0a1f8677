import type { Server, Socket } from 'node:net';
import type { GrpcState } from '../../core/protocol.ts';
import { hostsToListenOn } from '../receiver/hostsToListenOn.ts';
import { linuxPortOwner } from '../receiver/linuxPortOwner.ts';
import { listenFailure } from '../receiver/listenFailure.ts';
import { listenOnLoopback, type Listening } from '../receiver/listenOnLoopback.ts';
import type { ReceiverOptions } from '../receiver/receiverOptions.ts';
import type { TraceSink } from '../receiver/traceSink.ts';
import { Turns } from '../receiver/turns.ts';
import { createFrontServer } from './createFrontServer.ts';
import type { GrpcServer } from './createGrpcServer.ts';
import { SinkCalls } from './sinkCalls.ts';

/** How often a busy port is tried again. */
const RETRY_MS = 1000;
/** How long calls under way may take when the receiver stops. */
const GRACE_MS = 2000;

interface Running {
  readonly listening: Listening<Server>;
  readonly grpc: GrpcServer;
  readonly connections: ReadonlySet<Socket>;
  /** Those that have not begun to speak HTTP/2. */
  readonly silent: ReadonlySet<Socket>;
}

/** The OTLP/gRPC receiver: on or off, on one port. grpc-js is loaded when it is first turned on. */
export class GrpcReceiver {
  readonly #sink: TraceSink;
  readonly #options: ReceiverOptions;
  readonly #onState: (state: GrpcState) => void;
  #state: GrpcState = { state: 'off' };
  #running: Running | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** Starts and stops run one after the other. */
  readonly #turns = new Turns();

  constructor(sink: TraceSink, options: ReceiverOptions, onState: (state: GrpcState) => void) {
    this.#sink = sink;
    this.#options = options;
    this.#onState = onState;
  }

  get state(): GrpcState {
    return this.#state;
  }

  /** Listens on a port, 0 for any; moves when it listens on another one. A busy port is tried again until {@link stop}. */
  start(port: number): Promise<GrpcState> {
    return this.#turns.take(async () => {
      if (this.#running && (port === 0 || port === this.#running.listening.port)) return this.#state;
      await this.#close();
      return this.#listen(port);
    });
  }

  /** Resolves when calls under way have been answered. */
  stop(): Promise<GrpcState> {
    return this.#turns.take(async () => {
      await this.#close();
      return this.#become({ state: 'off' });
    });
  }

  async #listen(port: number): Promise<GrpcState> {
    this.#retry = undefined;
    const connections = new Set<Socket>();
    const silent = new Set<Socket>();
    try {
      const hosts = hostsToListenOn(this.#options);
      const { createGrpcServer } = await import('./createGrpcServer.ts');
      let created: GrpcServer | undefined;
      const grpc = (): GrpcServer =>
        (created ??= createGrpcServer(new SinkCalls(this.#sink, this.#options), this.#options));
      const listening = await listenOnLoopback(() => this.#createFront(connections, silent, grpc), port, hosts);
      this.#running = { listening, grpc: grpc(), connections, silent };
      return this.#become({ state: 'on', port: listening.port, addresses: listening.addresses });
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE'))
        return this.#become({ state: 'failed', port, message: listenFailure(port, thrown) });
      this.#retry = setTimeout(() => void this.#turns.take(() => this.#listenAgain(port)), RETRY_MS);
      if (this.#state.state === 'busy') return this.#state;
      return this.#become({ state: 'busy', port, by: (await linuxPortOwner(port)) ?? 'another process' });
    }
  }

  #createFront(connections: Set<Socket>, silent: Set<Socket>, grpc: () => GrpcServer): Server {
    const front = createFrontServer(
      this.#options,
      (reason) => this.#sink.countRefused(reason),
      (connection) => {
        silent.delete(connection);
        grpc().serve(connection);
      },
    );
    front.on('connection', (connection) => {
      connections.add(connection);
      silent.add(connection);
      connection.once('close', () => {
        connections.delete(connection);
        silent.delete(connection);
      });
    });
    return front;
  }

  async #listenAgain(port: number): Promise<void> {
    // Stopped or moved while this waited for its turn.
    if (this.#retry !== undefined) await this.#listen(port);
  }

  async #close(): Promise<void> {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    const running = this.#running;
    this.#running = undefined;
    this.#state = { state: 'off' };
    if (!running) return;
    const { listening, grpc, connections, silent } = running;
    const closed = listening.servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const connection of silent) connection.destroy();
    grpc.close(GRACE_MS);
    const cut = setTimeout(() => {
      for (const connection of connections) connection.destroy();
    }, GRACE_MS);
    await Promise.all(closed);
    clearTimeout(cut);
  }

  #become(state: GrpcState): GrpcState {
    this.#state = state;
    this.#onState(state);
    return state;
  }
}
