import type { FlameWindow } from './drawFlame.ts';
import type { FlameLayout } from './flameLayout.ts';

const WHOLE: FlameWindow = { from: 0, to: 1 };
/** At 2^-40 of the width doubles still tell apart the pixels of a wide screen. */
const MIN_WINDOW = 2 ** -40;
const ZOOM_MS = 160;

interface FlameZoomTargets {
  readonly layout: () => FlameLayout | undefined;
  /** Where it is going has changed: what hangs on it is out of date. */
  readonly retargeted: () => void;
  /** The window has moved: now, within an animation frame, or to be drawn at the next. */
  readonly draw: () => void;
  readonly invalidate: () => void;
}

/** Which part of the flame graph is seen, how it gets there and the way back. */
export class FlameZoom {
  readonly #targets: FlameZoomTargets;
  #window: FlameWindow = WHOLE;
  /** Where the window is going while it moves. */
  #target: FlameWindow = WHOLE;
  #nodes: number[] = [];
  #motion = 0;

  constructor(targets: FlameZoomTargets) {
    this.#targets = targets;
  }

  get window(): FlameWindow {
    return this.#window;
  }

  get target(): FlameWindow {
    return this.#target;
  }

  /** Nodes zoomed into, the current one last. */
  get nodes(): readonly number[] {
    return this.#nodes;
  }

  get isWhole(): boolean {
    return this.#target.from <= 0 && this.#target.to >= 1;
  }

  to(node: number): void {
    const layout = this.#targets.layout();
    if (layout === undefined || node < 0) return;
    const whole = layout.right[node]! - layout.left[node]! >= 1;
    if (whole) return this.leave(0);
    if (this.#nodes.at(-1) !== node) this.#nodes.push(node);
    this.#moveTo(windowOf(layout, node));
  }

  /** Back out until so many zooms are left. */
  leave(zooms: number): void {
    this.#nodes.length = zooms;
    const node = this.#nodes.pop();
    if (node !== undefined && this.#targets.layout() !== undefined) this.to(node);
    else this.#moveTo(WHOLE);
  }

  /** One zoom back. */
  back(): void {
    this.leave(Math.max(0, this.#nodes.length - 1));
  }

  /** At once, without a way back. */
  panTo(from: number, wantedWidth: number): void {
    cancelAnimationFrame(this.#motion);
    const width = Math.min(1, Math.max(MIN_WINDOW, wantedWidth));
    const start = Math.min(Math.max(0, from), 1 - width);
    this.#window = this.#target = { from: start, to: start + width };
    if (this.isWhole) this.#nodes = [];
    this.#targets.retargeted();
    this.#targets.invalidate();
  }

  /** The whole, without moving there. */
  forget(): void {
    cancelAnimationFrame(this.#motion);
    this.#nodes = [];
    this.#window = this.#target = WHOLE;
  }

  /** In another layout of the same trace: at the same nodes, or where it was when it was at none. */
  restore(nodes: readonly number[], window: FlameWindow | undefined): void {
    const layout = this.#targets.layout();
    this.#nodes = [...nodes];
    const last = this.#nodes.at(-1);
    if (last !== undefined && layout) this.#window = this.#target = windowOf(layout, last);
    else if (window) this.#window = this.#target = window;
  }

  #moveTo(target: FlameWindow): void {
    cancelAnimationFrame(this.#motion);
    this.#target = target;
    this.#targets.retargeted();
    const from = this.#window;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#window = target;
      return this.#targets.invalidate();
    }
    const begin = performance.now();
    const step = (): void => {
      const done = Math.min(1, (performance.now() - begin) / ZOOM_MS);
      const eased = 1 - (1 - done) ** 3;
      this.#window =
        done === 1
          ? target
          : { from: from.from + (target.from - from.from) * eased, to: from.to + (target.to - from.to) * eased };
      this.#targets.draw();
      if (done < 1) this.#motion = requestAnimationFrame(step);
    };
    step();
  }
}

function windowOf({ left, right }: FlameLayout, node: number): FlameWindow {
  return { from: left[node]!, to: Math.max(right[node]!, left[node]! + MIN_WINDOW) };
}
