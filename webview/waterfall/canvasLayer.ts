import { el } from '../el.ts';

/** A canvas whose pixels are the screen's: its drawing surface follows the device's pixel ratio. */
export class CanvasLayer {
  readonly element: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
  #ratio = 0;

  constructor(className: string) {
    this.element = el('canvas', { class: className, attrs: { 'aria-hidden': 'true' } });
    // Opaque: every frame paints all of it, and the browser may skip blending.
    const context = this.element.getContext('2d', { alpha: false });
    if (context === null) throw new Error('This editor cannot draw: it gives no 2D canvas.');
    this.context = context;
  }

  /** Gives the canvas this size in CSS pixels; true when that cleared it and its font. */
  resize(widthPx: number, heightPx: number): boolean {
    const ratio = window.devicePixelRatio;
    const width = Math.max(1, Math.round(widthPx * ratio));
    const height = Math.max(1, Math.round(heightPx * ratio));
    const { element } = this;
    if (element.width === width && element.height === height && this.#ratio === ratio) return false;
    this.#ratio = ratio;
    element.width = width;
    element.height = height;
    element.style.width = `${widthPx}px`;
    element.style.height = `${heightPx}px`;
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return true;
  }
}
