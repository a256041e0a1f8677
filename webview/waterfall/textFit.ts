/** Cuts text to a width with an ellipsis. Measuring is the dear part of drawing labels, so both steps remember. */
export class TextFit {
  readonly #context: CanvasRenderingContext2D;
  readonly #widths = new Map<string, number>();
  readonly #fitted = new Map<string, string>();

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
  }

  /** After a change of font. */
  forget(): void {
    this.#widths.clear();
    this.#fitted.clear();
  }

  width(text: string): number {
    const known = this.#widths.get(text);
    if (known !== undefined) return known;
    const { width } = this.#context.measureText(text);
    remember(this.#widths, text, width);
    return width;
  }

  fit(text: string, maxPx: number): string {
    if (maxPx <= 0) return '';
    if (this.width(text) <= maxPx) return text;
    const key = `${Math.floor(maxPx)}|${text}`;
    const known = this.#fitted.get(key);
    if (known !== undefined) return known;
    let [low, high] = [0, text.length];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#context.measureText(`${text.slice(0, middle)}…`).width <= maxPx) low = middle;
      else high = middle - 1;
    }
    const fitted = low === 0 ? '' : `${text.slice(0, low)}…`;
    remember(this.#fitted, key, fitted);
    return fitted;
  }
}

function remember<V>(cache: Map<string, V>, key: string, value: V): void {
  if (cache.size >= 4000) cache.clear();
  cache.set(key, value);
}
