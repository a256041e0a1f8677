import { el } from '../../el.ts';
import type { Atom } from '../../store.ts';
import type { Theme } from '../../theme.ts';
import { CanvasLayer } from '../../waterfall/canvasLayer.ts';
import type { FoundRow } from '../foundTraces.ts';
import type { Range } from '../range.ts';
import type { LineLooks } from '../resultLine.ts';
import type { Axis } from './axis.ts';
import { type Dots, dotsOf, nearest } from './dots.ts';
import { type Drag, dragRange } from './dragRange.ts';
import { drawAxes, drawDots } from './drawPlot.ts';
import { durationSpan } from './durationSpan.ts';
import { durationAxis, type DurationScale } from './durationAxis.ts';
import { type PlotArea, plotArea } from './plotArea.ts';
import { PlotCard } from './plotCard.ts';
import { listenOnPlot } from './plotInput.ts';
import { timeAxis } from './timeAxis.ts';

const REACH_PX = 10;
const NO_DOTS: Dots = { x: new Float32Array(0), y: new Float32Array(0) };

interface PlotParts extends LineLooks {
  readonly theme: Atom<Theme>;
  readonly slotOf: (service: string) => number;
  /** A dot was pressed. */
  readonly open: (place: number) => void;
  /** A part was dragged over, or nothing is selected any more. */
  readonly select: (range: Range | undefined) => void;
}

/** Duration over start time: one dot a trace. For the pointer; the table below has the same for the keyboard. */
export class Plot {
  readonly element: HTMLElement;
  readonly #parts: PlotParts;
  readonly #layer = new CanvasLayer('plot-canvas');
  readonly #card: PlotCard;
  readonly #hovered = el('div', { class: 'plot-ring', attrs: { 'aria-hidden': 'true' } });
  readonly #picked = el('div', { class: 'plot-ring picked', attrs: { 'aria-hidden': 'true' } });
  readonly #brush = el('div', { class: 'plot-brush', testid: 'plot-brush', attrs: { 'aria-hidden': 'true' } });
  #rows: readonly FoundRow[] = [];
  #domain: readonly [number, number] = [0, 1];
  #scale: DurationScale = 'log';
  #range: Range | undefined;
  #selected = -1;
  #area: PlotArea = plotArea(1, 1);
  #time: Axis = timeAxis(0, 1, 1);
  #duration: Axis = durationAxis(1, 2, 'log', 1);
  #dots = NO_DOTS;
  #frame = 0;

  constructor(parts: PlotParts) {
    this.#parts = parts;
    this.#card = new PlotCard(parts);
    this.element = el(
      'div',
      { class: 'plot', testid: 'search-plot', attrs: { role: 'img' } },
      this.#layer.element,
      this.#brush,
      this.#picked,
      this.#hovered,
      this.#card.element,
    );
    for (const overlay of [this.#hovered, this.#picked, this.#brush]) overlay.hidden = true;
    listenOnPlot(this.element, {
      hover: (x, y) => this.#hover(x, y),
      leave: () => this.#leave(),
      press: (x, y) => this.#press(x, y),
      drag: (drag) => this.#showBrush(this.#rangeOf(drag)),
      dragged: (drag) => this.#parts.select(this.#rangeOf(drag)),
      cancelled: () => this.#showBrush(this.#range),
    });
    new ResizeObserver(() => this.#invalidate()).observe(this.element);
    parts.theme.subscribe(() => this.#invalidate());
  }

  /** Shows the results; `domain` is the time from left to right, in epoch milliseconds. */
  show(rows: readonly FoundRow[], domain: readonly [number, number], scale: DurationScale, label: string): void {
    this.#rows = rows;
    this.#domain = domain;
    this.#scale = scale;
    this.element.setAttribute('aria-label', label);
    this.#invalidate();
  }

  /** The place of the result that the table has selected, -1 for none. */
  mark(selected: number, range: Range | undefined): void {
    this.#selected = selected;
    this.#range = range;
    this.#invalidate();
  }

  #invalidate(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const { clientWidth, clientHeight } = this.element;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.#layer.resize(clientWidth, clientHeight);
    const area = (this.#area = plotArea(clientWidth, clientHeight));
    this.#time = timeAxis(...this.#domain, area.widthPx);
    this.#duration = durationAxis(...durationSpan(this.#rows), this.#scale, area.heightPx);
    this.#dots = dotsOf(this.#rows, this.#time, this.#duration, area.heightPx);
    const picture = {
      context: this.#layer.context,
      area,
      theme: this.#parts.theme.value,
      time: this.#time,
      duration: this.#duration,
    };
    drawAxes(picture);
    drawDots(picture, this.#rows, this.#dots, this.#parts.slotOf);
    this.#ring(this.#picked, this.#selected);
    this.#showBrush(this.#range);
    this.#leave();
  }

  #hover(x: number, y: number): void {
    const place = nearest(this.#dots, x - this.#area.leftPx, y - this.#area.topPx, REACH_PX);
    this.element.classList.toggle('pointing', place >= 0);
    this.#ring(this.#hovered, place);
    if (place < 0) this.#card.hide();
    else this.#card.show(this.#rows[place]!, ...this.#point(place));
  }

  #leave(): void {
    this.#card.hide();
    this.#hovered.hidden = true;
    this.element.classList.remove('pointing');
  }

  /** A press beside all dots takes the selection away. */
  #press(x: number, y: number): void {
    const place = nearest(this.#dots, x - this.#area.leftPx, y - this.#area.topPx, REACH_PX);
    if (place >= 0) this.#parts.open(place);
    else if (this.#range !== undefined) this.#parts.select(undefined);
  }

  #point(place: number): [number, number] {
    return [this.#area.leftPx + this.#dots.x[place]!, this.#area.topPx + this.#dots.y[place]!];
  }

  #ring(ring: HTMLElement, place: number): void {
    ring.hidden = place < 0 || place >= this.#dots.x.length;
    if (ring.hidden) return;
    const [x, y] = this.#point(place);
    ring.style.transform = `translate(${x}px, ${y}px)`;
  }

  #rangeOf({ x0, y0, x1, y1 }: Drag): Range {
    const { leftPx, topPx, widthPx, heightPx } = this.#area;
    const drag = { x0: x0 - leftPx, x1: x1 - leftPx, y0: y0 - topPx, y1: y1 - topPx };
    return dragRange(drag, this.#time, this.#duration, widthPx, heightPx);
  }

  #showBrush(range: Range | undefined): void {
    this.#brush.hidden = range === undefined;
    if (range === undefined) return;
    const { leftPx, topPx, heightPx, widthPx } = this.#area;
    const [left, right] = [this.#time.toPx(range.fromMs), this.#time.toPx(range.toMs)];
    const bottom = range.minNs <= 0 ? 0 : this.#duration.toPx(range.minNs);
    const top = Number.isFinite(range.maxNs) ? this.#duration.toPx(range.maxNs) : heightPx;
    const { style } = this.#brush;
    style.left = `${leftPx + left}px`;
    style.top = `${topPx + heightPx - top}px`;
    style.width = `${Math.min(widthPx, Math.max(1, right - left))}px`;
    style.height = `${Math.max(1, top - bottom)}px`;
  }
}
