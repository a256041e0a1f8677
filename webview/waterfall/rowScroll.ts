import { ROW_PX } from './scene.ts';
import {
  clampTop,
  fromNative,
  isScaled,
  nativeHeight,
  type ScrollExtent,
  toNative,
  topCentering,
  topShowing,
} from './scrollModel.ts';

/** The vertical position: a real scrolling element below 8 million pixels, a scaled one above (see scrollModel.ts). */
export class RowScroll {
  readonly #scroller: HTMLElement;
  readonly #sizer: HTMLElement;
  readonly #moved: () => void;
  #extent: ScrollExtent = { contentPx: 0, viewportPx: 0 };
  #topPx = 0;
  /** What the element's scrollTop became when we set it last: its own event about that is no news. */
  #expectedNative = 0;

  constructor(scroller: HTMLElement, sizer: HTMLElement, moved: () => void) {
    this.#scroller = scroller;
    this.#sizer = sizer;
    this.#moved = moved;
    scroller.addEventListener('scroll', () => this.#scrolled());
  }

  get topPx(): number {
    return this.#topPx;
  }

  get scaled(): boolean {
    return isScaled(this.#extent);
  }

  get nativeTopPx(): number {
    return this.#scroller.scrollTop;
  }

  resize(rows: number, viewportPx: number): void {
    const contentPx = rows * ROW_PX;
    if (contentPx === this.#extent.contentPx && viewportPx === this.#extent.viewportPx) return;
    this.#extent = { contentPx, viewportPx };
    this.#sizer.style.height = `${nativeHeight(this.#extent)}px`;
    this.to(this.#topPx);
  }

  to(topPx: number): void {
    this.#topPx = clampTop(this.#extent, topPx);
    this.#scroller.scrollTop = toNative(this.#extent, this.#topPx);
    this.#expectedNative = this.#scroller.scrollTop;
    this.#moved();
  }

  by(px: number): void {
    this.to(this.#topPx + px);
  }

  show(index: number): void {
    const top = topShowing(this.#extent, this.#topPx, index, ROW_PX);
    if (top !== this.#topPx) this.to(top);
  }

  center(index: number): void {
    const top = topCentering(this.#extent, this.#topPx, index, ROW_PX);
    if (top !== this.#topPx) this.to(top);
  }

  #scrolled(): void {
    const native = this.#scroller.scrollTop;
    if (Math.abs(native - this.#expectedNative) < 1) return;
    this.#expectedNative = native;
    this.#topPx = fromNative(this.#extent, native);
    this.#moved();
  }
}
