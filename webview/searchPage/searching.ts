import { problemOf } from '../../src/core/problem.ts';
import type { SearchSource } from '../../src/core/searchProtocol.ts';
import type { SearchHost } from './searchHost.ts';
import { SearchRun } from './searchRun.ts';

/** The searches of this page, of which the last one counts: begins them, and takes in what the host tells. */
export class Searching {
  readonly #host: SearchHost;
  readonly #changed: () => void;
  #run: SearchRun | undefined;

  /** `changed` is called often: with every batch of traces. */
  constructor(host: SearchHost, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
    const { rpc } = host;
    rpc.on('found', ({ search, traces }) => this.#tell((run) => run.add(search, traces)));
    rpc.on('progress', ({ search, source, state }) => this.#tell((run) => run.progress(search, source, state)));
  }

  get run(): SearchRun | undefined {
    return this.#run;
  }

  async start(text: string, sources: readonly SearchSource[]): Promise<void> {
    const run = (this.#run = new SearchRun(text, sources));
    this.#changed();
    try {
      const begun = await this.#host.rpc.call('search', { text, sources: sources.map(({ id }) => id) });
      run.begin(begun);
      // It was cancelled before it had a number.
      if (run.cancelled && run === this.#run) this.#send(this.#host.rpc.call('cancel', { search: begun.search }));
    } catch (thrown) {
      run.fail(problemOf(thrown).message);
    }
    if (run === this.#run) this.#changed();
  }

  cancel(): void {
    const run = this.#run;
    if (run === undefined || !run.running) return;
    run.cancel();
    if (run.begun !== undefined) this.#send(this.#host.rpc.call('cancel', { search: run.begun.search }));
    this.#changed();
  }

  /** Asks for older traces. */
  more(): void {
    const begun = this.#run?.begun;
    if (begun === undefined) return;
    this.#run?.resume();
    this.#send(this.#host.rpc.call('more', { search: begun.search }));
    this.#changed();
  }

  #tell(apply: (run: SearchRun) => void): void {
    if (this.#run === undefined) return;
    apply(this.#run);
    this.#changed();
  }

  /** What becomes of it is told by events; a host that is gone has nothing to say. */
  #send(call: Promise<unknown>): void {
    call.catch(() => undefined);
  }
}
