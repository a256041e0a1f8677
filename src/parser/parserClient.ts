import { Worker } from 'node:worker_threads';
import { Problem } from '../core/problem.ts';
import type { ParserApi } from '../core/protocol.ts';
import { Rpc } from '../core/rpc.ts';
import { portChannel } from '../threads/portChannel.ts';

/** Heap of the worker. A million spans need about 100 MB; hostile input runs into this wall instead of the editor's. */
const MAX_HEAP_MB = 2048;

type SourceMapCalls = {
  readonly [K in 'openSourceMap' | 'originalPosition' | 'sourceContent' | 'closeSourceMap']: (
    params: Parameters<ParserApi[K]>[0],
  ) => Promise<ReturnType<ParserApi[K]>>;
};

interface Running {
  readonly worker: Worker;
  readonly rpc: Rpc<ParserApi, object>;
}

/**
 * The parser worker, started at the first call. When it dies (an out-of-memory by hostile input), the calls under way reject with a Problem
 * and the next call starts a fresh one; handles of the dead one are gone, which `generation` tells.
 */
export class ParserClient {
  readonly #entry: URL | string;
  #running: Running | undefined;
  #generation = 0;

  constructor(entry: URL | string) {
    this.#entry = entry;
  }

  /** Grows when handles become invalid. */
  get generation(): number {
    return this.#generation;
  }

  get rpc(): Rpc<ParserApi, object> {
    this.#running ??= this.#start();
    return this.#running.rpc;
  }

  /** The calls about source maps, each to the worker that runs then. */
  readonly sourceMaps: SourceMapCalls = {
    openSourceMap: (params) => this.rpc.call('openSourceMap', params),
    originalPosition: (params) => this.rpc.call('originalPosition', params),
    sourceContent: (params) => this.rpc.call('sourceContent', params),
    closeSourceMap: (params) => this.rpc.call('closeSourceMap', params),
  };

  dispose(): void {
    const running = this.#running;
    this.#running = undefined;
    running?.rpc.close(new Problem('cancelled', 'Spanline is shutting down.'));
    void running?.worker.terminate();
  }

  #start(): Running {
    const worker = new Worker(this.#entry, {
      name: 'spanline-parser',
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    const rpc = new Rpc<ParserApi, object>(portChannel(worker), {});
    const running = { worker, rpc };
    let why = new Problem('internal', 'The parser stopped unexpectedly. Try again.');
    worker.on('error', (error) => {
      why =
        (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new Problem('too-large', `This needs more than the ${MAX_HEAP_MB} MB of memory that parsing may take.`)
          : new Problem('internal', `The parser stopped: ${error.message}. Try again.`, { cause: error });
    });
    worker.on('exit', () => {
      rpc.close(why);
      if (this.#running !== running) return;
      this.#running = undefined;
      this.#generation++;
    });
    return running;
  }
}
