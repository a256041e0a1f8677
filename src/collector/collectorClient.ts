import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Problem } from '../core/problem.ts';
import type { CollectorApi, CollectorEvents, ReceiverState, StartOptions } from '../core/protocol.ts';
import { Rpc } from '../core/rpc.ts';
import type { CollectorLimits, CollectorWorkerData } from './collectorWorkerData.ts';
import { portChannel } from '../threads/portChannel.ts';

type CollectorRpc = Rpc<CollectorApi, object, CollectorEvents>;

export interface CollectorClientOptions {
  /** The worker's script. */
  readonly worker: URL | string;
  readonly storeDir: string;
  readonly limits?: CollectorLimits;
  /** Sentences for the user: the worker died, and what was done about it. */
  readonly onMessage: (message: string) => void;
}

/**
 * A decode of the largest payload (64 MiB, 100,000 spans) and the caches fit several times; beyond that the worker dies alone.
 * Bodies and SQLite's pages are outside this heap.
 */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64 };
/** Two deaths within this time are no accident: what kills it is sent again by its SDK, sooner or later. */
const RESTART_WINDOW_MS = 10 * 60_000;
/** VS Code gives a closing extension 5 s. */
const CLOSE_MS = 4000;

/** The collector, seen from the extension host or a door: its worker starts with the first call and is started again when it dies. */
export class CollectorClient {
  readonly #options: CollectorClientOptions;
  readonly #changed: ((changed: CollectorEvents['changed']) => void)[] = [];
  readonly #receiver: ((state: ReceiverState) => void)[] = [];
  #running: { readonly worker: Worker; readonly rpc: CollectorRpc } | undefined;
  /** Where the receiver is to listen, to put it there again after a death. */
  #wantedPort: number | undefined;
  /** How it was told to listen last: a receiver that comes back without its token would be open. */
  #startOptions: StartOptions | undefined;
  #lastDeathMs = Number.NEGATIVE_INFINITY;
  #gone: Problem | undefined;

  constructor(options: CollectorClientOptions) {
    this.#options = options;
  }

  /** Calls the collector; see {@link Rpc.call}. */
  readonly call: CollectorRpc['call'] = (method, ...args) => {
    // Who starts the receiver by hand after the collector was given up wants another try.
    if (this.#gone && (method !== 'start' || this.#gone.code === 'cancelled')) return Promise.reject(this.#gone);
    this.#gone = undefined;
    if (method === 'start') this.#startOptions = args[0] as StartOptions;
    return this.#rpc().call(method, ...args);
  };

  onChanged(listener: (changed: CollectorEvents['changed']) => void): void {
    this.#changed.push(listener);
  }

  onReceiver(listener: (state: ReceiverState) => void): void {
    this.#receiver.push(listener);
  }

  /** Answers what is under way, closes the store and ends the worker. */
  async dispose(): Promise<void> {
    this.#gone = new Problem('cancelled', 'The collector has been closed.');
    const running = this.#running;
    this.#running = undefined;
    if (!running) return;
    await Promise.race([running.rpc.call('close').catch(() => {}), delay(CLOSE_MS, undefined, { ref: false })]);
    running.rpc.close(this.#gone);
    await running.worker.terminate();
  }

  #rpc(): CollectorRpc {
    this.#running ??= this.#spawn();
    return this.#running.rpc;
  }

  #spawn(): { readonly worker: Worker; readonly rpc: CollectorRpc } {
    const { storeDir, limits = {} } = this.#options;
    const workerData: CollectorWorkerData = { storeDir, limits };
    const worker = new Worker(this.#options.worker, {
      workerData,
      resourceLimits: RESOURCE_LIMITS,
      name: 'spanline-collector',
    });
    const rpc: CollectorRpc = new Rpc(portChannel(worker), {});
    rpc.on('changed', (changed) => {
      for (const listener of this.#changed) listener(changed);
    });
    rpc.on('receiver', (state) => this.#tellReceiver(state));
    let why = 'it ended by itself';
    worker.on('error', (error) => {
      why = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => this.#onExit(worker, rpc, why));
    return { worker, rpc };
  }

  #onExit(worker: Worker, rpc: CollectorRpc, why: string): void {
    if (this.#running?.worker !== worker) return;
    this.#running = undefined;
    rpc.close(new Problem('internal', `The collector stopped unexpectedly: ${why}.`));
    const sinceLastMs = performance.now() - this.#lastDeathMs;
    this.#lastDeathMs = performance.now();
    const port = this.#wantedPort;
    if (sinceLastMs < RESTART_WINDOW_MS) {
      const message = `The collector stopped again (${why}) and stays off. Turn the receiver on to try once more.`;
      this.#gone = new Problem('internal', message);
      this.#tellReceiver({ state: 'failed', port: port ?? 0, message });
      this.#options.onMessage(message);
      return;
    }
    this.#options.onMessage(
      `The collector stopped unexpectedly (${why}) and was started again. No stored trace is lost.`,
    );
    if (port !== undefined)
      this.#rpc()
        .call('start', { ...this.#startOptions, port })
        .catch(() => {});
  }

  #tellReceiver(state: ReceiverState): void {
    const isWanted = state.state === 'on' || state.state === 'busy' || state.state === 'elsewhere';
    this.#wantedPort = isWanted ? state.port : undefined;
    for (const listener of this.#receiver) listener(state);
  }
}
