/** Names change seldom; a new service shows up in completion within this. */
const FRESH_MS = 60_000;
/** Completion must not wait for the slowest server: what comes later is there for the next key. */
const PATIENCE_MS = 1500;

interface Asked {
  readonly names: Promise<readonly string[]>;
  readonly untilMs: number;
}

/** One server's answer to one question about names. */
interface Question {
  readonly key: string;
  readonly ask: () => Promise<readonly string[]>;
}

/** Names for completion, asked of each server once a minute at most. A server that fails has none. */
export class NameCache {
  readonly #asked = new Map<string, Asked>();

  async of(questions: readonly Question[]): Promise<string[]> {
    const lists = await Promise.all(questions.map((question) => this.#soon(question)));
    return lists.flat();
  }

  async #soon(question: Question): Promise<readonly string[]> {
    const late = new Promise<readonly string[]>((resolve) => {
      setTimeout(resolve, PATIENCE_MS, []).unref();
    });
    return Promise.race([this.#names(question), late]);
  }

  async #names({ key, ask }: Question): Promise<readonly string[]> {
    const known = this.#asked.get(key);
    if (known && known.untilMs > performance.now()) return known.names;
    const names = ask().catch((): readonly string[] => {
      // Asked again with the next key: a cancelled question is no answer.
      this.#asked.delete(key);
      return [];
    });
    this.#asked.set(key, { names, untilMs: performance.now() + FRESH_MS });
    return names;
  }
}
