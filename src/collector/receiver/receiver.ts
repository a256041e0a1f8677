import type { ReceiverState } from '../../core/protocol.ts';
import { closeServers } from './closeServers.ts';
import { createOtlpServer } from './createOtlpServer.ts';
import { listenOnLoopback, type Listening } from './listenOnLoopback.ts';
import { MemoryBudget } from './memoryBudget.ts';
import { portOwner } from './portOwner.ts';
import type { ReceiverLimits } from './receiverLimits.ts';
import type { TraceSink } from './traceSink.ts';

/**
 * How often a busy port is tried again. After a window reload our predecessor may hold it for seconds, and of two windows the second
 * takes over when the first one closes.
 */
const RETRY_MS = 1000;

/** The OTLP/HTTP receiver: on or off, on one port. */
export class Receiver {
  readonly #sink: TraceSink;
  readonly #limits: ReceiverLimits;
  readonly #budget: MemoryBudget;
  readonly #onState: (state: ReceiverState) => void;
  #state: ReceiverState = { state: 'off' };
  #listening: Listening | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** Starts and stops run one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(sink: TraceSink, limits: ReceiverLimits, onState: (state: ReceiverState) => void) {
    this.#sink = sink;
    this.#limits = limits;
    this.#budget = new MemoryBudget(limits.inFlightBytes);
    this.#onState = onState;
  }

  get state(): ReceiverState {
    return this.#state;
  }

  /** Listens on a port, 0 for any; moves when it listens on another one. A busy port is tried again until {@link stop}. */
  start(port: number): Promise<ReceiverState> {
    return this.#inTurn(async () => {
      if (this.#listening && (port === 0 || port === this.#listening.port)) return this.#state;
      await this.#close();
      return this.#listen(port);
    });
  }

  /** Resolves when requests under way have been answered. */
  stop(): Promise<ReceiverState> {
    return this.#inTurn(async () => {
      await this.#close();
      return this.#become({ state: 'off' });
    });
  }

  async #listen(port: number): Promise<ReceiverState> {
    this.#retry = undefined;
    try {
      this.#listening = await listenOnLoopback(() => createOtlpServer(this.#sink, this.#limits, this.#budget), port);
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE'))
        return this.#become({ state: 'failed', port, message: listenFailure(port, thrown) });
      this.#retry = setTimeout(() => void this.#inTurn(() => this.#listenAgain(port)), RETRY_MS);
      if (this.#state.state === 'busy') return this.#state;
      return this.#become({ state: 'busy', port, by: await portOwner(port) });
    }
    const { port: boundPort, addresses } = this.#listening;
    return this.#become({ state: 'on', port: boundPort, addresses });
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

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn;
    return turn;
  }
}

function listenFailure(port: number, thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code === 'ERR_SOCKET_BAD_PORT')
    return `Port ${port} is no port number: choose one from 1 to 65535, or 0 for any.`;
  if (code === 'EACCES') return `Port ${port} needs privileges to listen on: choose one from 1024 on.`;
  return `The receiver cannot listen on port ${port}: ${thrown instanceof Error ? thrown.message : String(thrown)}.`;
}
