import type { Host } from './host.ts';
import { parseViewState, type ViewState } from './viewState.ts';

/** Writing the state costs a message to the editor: at most four a second. */
const PAUSE_MS = 250;

/** Writes the user's place down some time after it changed, and when the page goes away. */
export class StateKeeper {
  readonly saved: ViewState | undefined;
  readonly #host: Host;
  readonly #capture: () => ViewState | undefined;
  #timer: number | undefined;

  /** `capture` gives `undefined` while there is nothing worth keeping. */
  constructor(host: Host, capture: () => ViewState | undefined) {
    this.#host = host;
    this.#capture = capture;
    this.saved = parseViewState(host.state());
    window.addEventListener('pagehide', () => this.#write());
    document.addEventListener('visibilitychange', () => this.#write());
  }

  changed(): void {
    this.#timer ??= setTimeout(() => this.#write(), PAUSE_MS);
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const state = this.#capture();
    if (state !== undefined) this.#host.setState(state);
  }
}
