import type { EditorLink } from './editorLink.ts';

/** Writing the state costs a message to the editor: at most four a second. */
const PAUSE_MS = 250;

/** Writes the user's place down some time after it changed, and when the page goes away. */
export class StateKeeper<S extends object> {
  readonly saved: S | undefined;
  readonly #link: Pick<EditorLink, 'setState'>;
  readonly #capture: () => S | undefined;
  #timer: number | undefined;

  /** `parse` takes what is right of a state; `capture` gives `undefined` while there is nothing worth keeping. */
  constructor(
    link: Pick<EditorLink, 'state' | 'setState'>,
    parse: (raw: unknown) => S | undefined,
    capture: () => S | undefined,
  ) {
    this.#link = link;
    this.#capture = capture;
    this.saved = parse(link.state());
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
    if (state !== undefined) this.#link.setState(state);
  }
}
