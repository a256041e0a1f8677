const MIN_SCALE = 0.1;
const MAX_SCALE = 3;
/** Names are still read at this scale: a larger picture begins at its left edge instead of shrinking further. */
const READABLE_SCALE = 0.6;
const ZOOM_PER_PX = 0.0018;
/** A pointer that moved less than this has clicked. */
const CLICK_PX = 4;

/** Moves and scales the content of an SVG by dragging, wheel and keys; fits it until the user has moved it. */
export class PanZoom {
  readonly #svg: SVGSVGElement;
  readonly #content: SVGGElement;
  #size = { widthPx: 1, heightPx: 1 };
  #x = 0;
  #y = 0;
  #scale = 1;
  #moved = false;

  constructor(svg: SVGSVGElement, content: SVGGElement) {
    this.#svg = svg;
    this.#content = content;
    svg.addEventListener('pointerdown', (event) => this.#drag(event));
    svg.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    new ResizeObserver(() => {
      if (!this.#moved) this.#place(READABLE_SCALE);
    }).observe(svg);
  }

  /** Of the content, unscaled. */
  resize(widthPx: number, heightPx: number): void {
    this.#size = { widthPx, heightPx };
    this.#moved = false;
    this.#place(READABLE_SCALE);
  }

  /** All of it in the middle, never enlarged. */
  fit(): void {
    this.#moved = true;
    this.#place(MIN_SCALE);
  }

  #place(leastScale: number): void {
    const { clientWidth, clientHeight } = this.#svg;
    const { widthPx, heightPx } = this.#size;
    this.#scale = Math.max(leastScale, Math.min(1, clientWidth / widthPx, clientHeight / heightPx));
    this.#x = Math.max(0, (clientWidth - widthPx * this.#scale) / 2);
    this.#y = (clientHeight - heightPx * this.#scale) / 2;
    this.#apply();
  }

  zoom(factor: number, atX = this.#svg.clientWidth / 2, atY = this.#svg.clientHeight / 2): void {
    const scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, this.#scale * factor));
    this.#x = atX - (atX - this.#x) * (scale / this.#scale);
    this.#y = atY - (atY - this.#y) * (scale / this.#scale);
    this.#scale = scale;
    this.#moved = true;
    this.#apply();
  }

  /** Moves as little as needed to bring a point of the content into sight. */
  reveal(x: number, y: number, marginPx: number): void {
    const { clientWidth, clientHeight } = this.#svg;
    const [screenX, screenY] = [this.#x + x * this.#scale, this.#y + y * this.#scale];
    const clamp = (value: number, max: number): number => Math.min(Math.max(value, marginPx), max - marginPx);
    const [toX, toY] = [clamp(screenX, clientWidth), clamp(screenY, clientHeight)];
    if (toX === screenX && toY === screenY) return;
    this.#x += toX - screenX;
    this.#y += toY - screenY;
    this.#apply();
  }

  #drag(down: PointerEvent): void {
    if (down.button !== 0) return;
    let [lastX, lastY] = [down.clientX, down.clientY];
    let dragged = false;
    const move = (event: PointerEvent): void => {
      const far = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) >= CLICK_PX;
      if (!dragged && !far) return;
      // Captured only now: a captured pointer would click on the picture instead of the node.
      if (!dragged) this.#svg.setPointerCapture(down.pointerId);
      dragged = true;
      this.#moved = true;
      this.#svg.classList.add('dragging');
      this.#x += event.clientX - lastX;
      this.#y += event.clientY - lastY;
      [lastX, lastY] = [event.clientX, event.clientY];
      this.#apply();
    };
    const end = (): void => {
      this.#svg.classList.remove('dragging');
      this.#svg.removeEventListener('pointermove', move);
      this.#svg.removeEventListener('pointerup', end);
      this.#svg.removeEventListener('pointercancel', end);
    };
    this.#svg.addEventListener('pointermove', move);
    this.#svg.addEventListener('pointerup', end);
    this.#svg.addEventListener('pointercancel', end);
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
    const { left, top } = this.#svg.getBoundingClientRect();
    const by = Math.min(200, Math.max(-200, event.deltaY * unit));
    this.zoom(Math.exp(-by * ZOOM_PER_PX), event.clientX - left, event.clientY - top);
  }

  #apply(): void {
    this.#content.setAttribute('transform', `translate(${this.#x} ${this.#y}) scale(${this.#scale})`);
  }
}
