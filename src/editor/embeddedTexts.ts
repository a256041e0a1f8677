/** An editor holds what it shows by itself; this is for the way there and for tabs that come to the front again. */
const MAX_TEXTS = 50;
/** 16 MiB: a character takes up to two bytes. */
const MAX_CHARS = 8 * 2 ** 20;

/** The texts used last, up to a number and a sum of characters; the newest one always stays. */
export class EmbeddedTexts {
  /** In order of last use. */
  readonly #texts = new Map<string, string>();
  #chars = 0;

  of(key: string): string | undefined {
    const text = this.#texts.get(key);
    if (text !== undefined) this.keep(key, text);
    return text;
  }

  keep(key: string, text: string): void {
    this.#forget(key);
    this.#texts.set(key, text);
    this.#chars += text.length;
    for (const oldest of this.#texts.keys()) {
      if (oldest === key || (this.#texts.size <= MAX_TEXTS && this.#chars <= MAX_CHARS)) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#chars -= this.#texts.get(key)?.length ?? 0;
    this.#texts.delete(key);
  }
}
