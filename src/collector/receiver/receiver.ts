import type { Server } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import type { ReceiverState } from '../../core/protocol.ts';
import { closeServers } from './closeServers.ts';
import { createOtlpServer } from './createOtlpServer.ts';
import { hostsToListenOn } from './hostsToListenOn.ts';
import { isLoopbackName } from './isLoopbackName.ts';
import { listenFailure } from './listenFailure.ts';
import { listenOnLoopback, type Listening } from './listenOnLoopback.ts';
import { MemoryBudget } from './memoryBudget.ts';
import { portOwner } from './portOwner.ts';
import { answerProbes } from './portProbe.ts';
import { reachesItself } from './reachesItself.ts';
import type { ReceiverOptions } from './receiverOptions.ts';
import { storeKey } from './storeKey.ts';
import type { TraceSink } from './traceSink.ts';
import { Turns } from './turns.ts';

/**
 * How often a port that another Spanline holds is tried again. After a window reload our predecessor may hold it for seconds, and of two
 * windows the second takes over when the first one closes: within 2 s, and senders are refused no longer than this. A try is two system
 * calls.
 */
const RETRY_MS = 250;
/** Another program keeps its port for hours. */
const RETRY_FOREIGN_MS = 1000;
/** How often it is looked at again who holds the port: between two tries it may have passed from a stranger to a window, or back. */
const LOOK_AGAIN_MS = 2000;
/** Strangers write what they are asked into their logs. */
const LOOK_AGAIN_FOREIGN_MS = 10_000;

/** The OTLP/HTTP receiver: on or off, on one port. Of all windows the one that could bind the port has it; the others wait. */
export class Receiver {
  readonly #sink: TraceSink;
  readonly #options: ReceiverOptions;
  readonly #budget: MemoryBudget;
  readonly #onState: (state: ReceiverState) => void;
  readonly #storeDir: string | undefined;
  #state: ReceiverState = { state: 'off' };
  #listening: Listening | undefined;
  #retry: NodeJS.Timeout | undefined;
  #retryMs = RETRY_MS;
  #lookAgainAtMs = 0;
  /** The nonces that arrive while it is found out whether any do. */
  #nonces: Set<string> | undefined;
  /** Starts and stops run one after the other. */
  readonly #turns = new Turns();

  /** Windows with the same `storeDir` know each other by it. */
  constructor(sink: TraceSink, options: ReceiverOptions, onState: (state: ReceiverState) => void, storeDir?: string) {
    this.#sink = sink;
    this.#options = options;
    this.#budget = new MemoryBudget(options.inFlightBytes);
    this.#onState = onState;
    this.#storeDir = storeDir;
  }

  get state(): ReceiverState {
    return this.#state;
  }

  /** Listens on a port, 0 for any; moves when it listens on another one. A busy port is tried again until {@link stop}. */
  start(port: number): Promise<ReceiverState> {
    return this.#turns.take(async () => {
      if (this.#listening && (port === 0 || port === this.#listening.port)) return this.#state;
      await this.#close();
      return this.#listen(port);
    });
  }

  /** Resolves when requests under way have been answered. */
  stop(): Promise<ReceiverState> {
    return this.#turns.take(async () => {
      await this.#close();
      return this.#become({ state: 'off' });
    });
  }

  async #listen(port: number): Promise<ReceiverState> {
    this.#retry = undefined;
    let listening: Listening | undefined;
    try {
      listening = await listenOnLoopback(() => this.#createServer(), port, hostsToListenOn(this.#options));
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE'))
        return this.#become({ state: 'failed', port, message: listenFailure(port, thrown) });
    }
    if (!listening || !(await this.#isReached(listening))) return this.#wait(port);
    this.#listening = listening;
    return this.#become({ state: 'on', port: listening.port, addresses: listening.addresses });
  }

  #createServer(): Server {
    return answerProbes(createOtlpServer(this.#sink, this.#options, this.#budget), {
      key: () => this.#key(),
      onNonce: (nonce) => this.#nonces?.add(nonce),
    });
  }

  /** Whether the port is ours alone; when not, it is closed. */
  async #isReached({ addresses, port, servers }: Listening): Promise<boolean> {
    // Only to loopback names are probes answered; who listens elsewhere has chosen the address.
    if (!addresses.every((address) => isLoopbackName(address))) return true;
    this.#nonces = new Set();
    const isReached = await reachesItself(addresses, port, this.#nonces);
    this.#nonces = undefined;
    if (!isReached) await closeServers(servers);
    return isReached;
  }

  /** The port is taken: tries again soon, and says by whom. */
  async #wait(port: number): Promise<ReceiverState> {
    const isKnown = this.#state.state === 'busy' || this.#state.state === 'elsewhere';
    if (!isKnown || performance.now() >= this.#lookAgainAtMs) {
      const { kind, by } = await portOwner(port, this.#key());
      this.#retryMs = kind === 'foreign' ? RETRY_FOREIGN_MS : RETRY_MS;
      this.#lookAgainAtMs = performance.now() + (kind === 'foreign' ? LOOK_AGAIN_FOREIGN_MS : LOOK_AGAIN_MS);
      const now: ReceiverState = kind === 'same-store' ? { state: 'elsewhere', port } : { state: 'busy', port, by };
      if (!isDeepStrictEqual(now, this.#state)) this.#become(now);
    }
    this.#retry = setTimeout(() => void this.#turns.take(() => this.#listenAgain(port)), this.#retryMs);
    return this.#state;
  }

  #key(): Uint8Array | undefined {
    return this.#storeDir === undefined ? undefined : storeKey(this.#storeDir);
  }

  async #listenAgain(port: number): Promise<void> {
    // Stopped or moved while this waited for its turn.
    if (this.#retry === undefined) return;
    await this.#listen(port);
  }

  async #close(): Promise<void> {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    const servers = this.#listening?.servers ?? [];
    this.#listening = undefined;
    await closeServers(servers);
    this.#state = { state: 'off' };
  }

  #become(state: ReceiverState): ReceiverState {
    this.#state = state;
    this.#onState(state);
    return state;
  }
}
