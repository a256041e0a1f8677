import { markLines } from './markLines.ts';
import type { Session } from '../session.ts';
import type { Theme } from '../theme.ts';
import { CanvasLayer } from './canvasLayer.ts';
import { minimapPixels } from './minimapPixels.ts';
import { type Brush, CHART_PAD_PX } from './scene.ts';
import { type TimeAxis, xOf } from './timeAxis.ts';
import { isWhole } from './timeWindow.ts';

export const MINIMAP_PX = 40;
const INSET_PX = 4;

/** The strip of the whole trace: bars once per load, theme and size; the window and the marks on every frame. */
export class Minimap {
  readonly layer = new CanvasLayer('minimap');
  #bars: HTMLCanvasElement | undefined;
  #key = '';

  /** Where the whole trace lies in the strip. */
  axisOf(session: Session, widthPx: number): TimeAxis {
    return { window: session.whole, leftPx: CHART_PAD_PX, widthPx: Math.max(1, widthPx - 2 * CHART_PAD_PX) };
  }

  /** `rows` are the first and one past the last row on the screen. */
  draw(
    session: Session,
    theme: Theme,
    widthPx: number,
    rows: readonly [number, number],
    brush: Brush | undefined,
  ): void {
    this.layer.resize(widthPx, MINIMAP_PX);
    const { context } = this.layer;
    const axis = this.axisOf(session, widthPx);
    const count = Math.max(1, session.trace.header.count);
    const height = MINIMAP_PX - 2 * INSET_PX;
    const yOf = (row: number): number => INSET_PX + (row / count) * height;
    context.fillStyle = theme.background;
    context.fillRect(0, 0, widthPx, MINIMAP_PX);
    const bars = this.#barsOf(session, theme, axis.widthPx, height);
    if (bars !== undefined) context.drawImage(bars, axis.leftPx, INSET_PX, axis.widthPx, height);
    drawMatches(context, session, theme, widthPx, yOf);
    this.#drawWindow(context, session, theme, axis, [yOf(rows[0]), yOf(rows[1])]);
    if (brush !== undefined) {
      context.fillStyle = theme.brush;
      context.fillRect(Math.min(brush.fromPx, brush.toPx), 0, Math.abs(brush.toPx - brush.fromPx), MINIMAP_PX);
    }
    context.fillStyle = theme.border;
    context.fillRect(0, MINIMAP_PX - 1, widthPx, 1);
  }

  #barsOf(session: Session, theme: Theme, widthPx: number, heightPx: number): HTMLCanvasElement | undefined {
    const { trace, whole } = session;
    if (trace.loaded === 0) return undefined;
    const ratio = window.devicePixelRatio;
    const [width, height] = [Math.round(widthPx * ratio), Math.round(heightPx * ratio)];
    // Only what is loaded is painted, at the place it will have in the whole trace.
    const painted = Math.max(1, Math.round((height * trace.loaded) / trace.header.count));
    const key = [trace.loaded, width, height, theme.background, ...theme.barPixels.subarray(0, 2)].join();
    if (key === this.#key && this.#bars !== undefined) return this.#bars;
    this.#key = key;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width, height];
    const colors = { slots: theme.barPixels, error: theme.errorPixel };
    const pixels = minimapPixels(trace.columns, trace.slots, whole.toNs, width, painted, colors);
    const image = new ImageData(new Uint8ClampedArray(pixels.buffer), width, painted);
    canvas.getContext('2d')?.putImageData(image, 0, 0);
    return (this.#bars = canvas);
  }

  /** What is outside the window is veiled; what is on the screen gets a frame. */
  #drawWindow(
    context: CanvasRenderingContext2D,
    session: Session,
    theme: Theme,
    axis: TimeAxis,
    [top, bottom]: readonly [number, number],
  ): void {
    const { value: shown } = session.window;
    const left = Math.round(xOf(axis, shown.fromNs));
    const right = Math.max(left + 3, Math.round(xOf(axis, shown.toNs)));
    const end = axis.leftPx * 2 + axis.widthPx;
    if (!isWhole(shown, session.whole)) {
      context.globalAlpha = 0.7;
      context.fillStyle = theme.background;
      context.fillRect(0, 0, left, MINIMAP_PX);
      context.fillRect(right, 0, end - right, MINIMAP_PX);
      context.globalAlpha = 1;
      context.fillStyle = theme.focus;
      context.fillRect(left - 1, 0, 2, MINIMAP_PX);
      context.fillRect(right - 1, 0, 2, MINIMAP_PX);
    }
    context.strokeStyle = theme.focus;
    context.lineWidth = 1;
    const height = Math.max(4, bottom - top);
    const y = Math.min(MINIMAP_PX - 1.5 - height, Math.round(top) - 0.5);
    context.strokeRect(left + 0.5, y, right - left - 1, height);
  }
}

/** A tick at the right edge for every line of pixels with a match. */
function drawMatches(
  context: CanvasRenderingContext2D,
  session: Session,
  theme: Theme,
  widthPx: number,
  yOf: (row: number) => number,
): void {
  context.fillStyle = theme.matchMark;
  for (const y of markLines(session.matches.value.rows, yOf)) context.fillRect(widthPx - 8, y, 6, 2);
}
