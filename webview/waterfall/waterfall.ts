import { el } from '../el.ts';
import type { Session } from '../session.ts';
import { splitter } from '../splitter.ts';
import { Atom } from '../store.ts';
import type { Theme } from '../theme.ts';
import { BarCache } from './barCache.ts';
import { CanvasLayer } from './canvasLayer.ts';
import { FIGURES_PX, MIN_WIDTH_FOR_FIGURES_PX } from './columnLayout.ts';
import { repeatLabel } from './drawLabel.ts';
import { drawRows, rowsOnScreen, screenIndent } from './drawRows.ts';
import { drawRuler } from './drawRuler.ts';
import type { Indent } from './indent.ts';
import type { MarkStore } from './markStore.ts';
import { Minimap } from './minimap.ts';
import { RowScroll } from './rowScroll.ts';
import { type Brush, CHART_PAD_PX, ROW_PX, type Scene } from './scene.ts';
import { TextFit } from './textFit.ts';
import { tickStep } from './ticks.ts';
import type { TimeAxis } from './timeAxis.ts';
import { type TimeWindow, windowShowing } from './timeWindow.ts';
import { TreeMirror } from './treeMirror.ts';

const RULER_PX = 22;
const MIN_TICK_PX = 96;
const MIN_LABEL_PX = 140;
const MIN_CHART_PX = 160;
/** Until the user sets a width: this, or so much of a narrow panel. */
const DEFAULT_LABEL_PX = 380;
const DEFAULT_LABEL_SHARE = 0.44;

/** What is under the pointer or being dragged; only the picture knows. */
interface Pointing {
  readonly hoverRow: number;
  readonly rowsBrush: Brush | undefined;
  readonly rulerBrush: Brush | undefined;
  readonly minimapBrush: Brush | undefined;
}

/** What a picture of the waterfall is drawn from. */
export interface WaterfallPicture {
  readonly scene: Scene;
  readonly rulerAxis: TimeAxis;
  readonly rulerText: TextFit;
  readonly rulerPx: number;
  readonly chartLeftPx: number;
  /** Rows in the picture, and how many more there are after them. */
  readonly rows: number;
  readonly left: number;
}

/** The rows, their bars, the ruler and the minimap of a session: drawn once a frame, when something changed. */
export class Waterfall {
  readonly element: HTMLElement;
  readonly tree: HTMLElement;
  readonly rows = new CanvasLayer('rows');
  readonly ruler = new CanvasLayer('ruler');
  readonly minimap = new Minimap();
  readonly scroll: RowScroll;
  /** Of the label column, in pixels, as the user set it; 0 until then. */
  readonly labelWidth = new Atom(0);
  readonly pointing = new Atom<Pointing>({
    hoverRow: -1,
    rowsBrush: undefined,
    rulerBrush: undefined,
    minimapBrush: undefined,
  });
  readonly #theme: Atom<Theme>;
  readonly #mirror: TreeMirror;
  readonly #rowText: TextFit;
  readonly #rulerText: TextFit;
  readonly #body: HTMLElement;
  readonly #corner: HTMLElement;
  readonly #handle: HTMLElement;
  readonly #drawn: () => void;
  #session: Session | undefined;
  #bars: BarCache | undefined;
  #marks: MarkStore | undefined;
  #frame = 0;
  #mirroredRow = -1;

  /** `drawn` is called after each frame. */
  constructor(theme: Atom<Theme>, corner: HTMLElement, drawn: () => void) {
    this.#theme = theme;
    this.#drawn = drawn;
    this.#corner = corner;
    const sizer = el('div', { class: 'sizer', attrs: { role: 'presentation' } });
    this.tree = el(
      'div',
      {
        class: 'scroller',
        testid: 'waterfall-scroll',
        attrs: { role: 'tree', tabindex: '0', 'aria-label': 'Spans of the trace' },
      },
      sizer,
    );
    this.#mirror = new TreeMirror(this.tree);
    this.scroll = new RowScroll(this.tree, sizer, () => this.invalidate());
    this.#rowText = new TextFit(this.rows.context);
    this.#rulerText = new TextFit(this.ruler.context);
    this.#body = el('div', { class: 'waterfall-body' }, this.rows.element, this.tree);
    const handle = splitter({
      label: 'Width of the label column',
      orientation: 'vertical',
      size: () => this.labelPx,
      resize: (px) => this.setLabelWidth(px),
      direction: 1,
    });
    handle.classList.add('label-splitter');
    this.#handle = handle;
    const time = el('div', { class: 'waterfall-time' }, this.minimap.layer.element, this.ruler.element);
    this.element = el(
      'div',
      { class: 'waterfall' },
      el('div', { class: 'waterfall-head' }, corner, time),
      this.#body,
      handle,
    );
    new ResizeObserver(() => this.invalidate()).observe(this.#body);
    for (const atom of [this.labelWidth, this.pointing] as const) atom.subscribe(() => this.invalidate());
    for (const event of ['focus', 'blur']) this.tree.addEventListener(event, () => this.invalidate());
    theme.subscribe(() => {
      this.#rowText.forget();
      this.#rulerText.forget();
      this.invalidate();
    });
  }

  get marks(): MarkStore | undefined {
    return this.#marks;
  }

  get session(): Session | undefined {
    return this.#session;
  }

  show(session: Session, marks: MarkStore): void {
    this.#session = session;
    this.#bars = new BarCache(session);
    this.#marks = marks;
    const mine = (): void => {
      if (this.#session === session) this.invalidate();
    };
    const { window, selection, matches, loaded, folding, critical, selfNs, options } = session;
    for (const atom of [window, selection, matches, loaded, folding.visible, critical, selfNs])
      (atom as Atom<unknown>).subscribe(mine);
    for (const atom of [options.criticalPath, options.selfTime, options.columns])
      (atom as Atom<unknown>).subscribe(mine);
    this.#fitScroll(session);
    this.invalidate();
  }

  setLabelWidth(px: number): void {
    this.labelWidth.set(Math.round(Math.max(MIN_LABEL_PX, px)));
  }

  /** The width of the label column that there is room for. */
  get labelPx(): number {
    const { clientWidth } = this.tree;
    const wanted = this.labelWidth.value || Math.min(DEFAULT_LABEL_PX, Math.round(clientWidth * DEFAULT_LABEL_SHARE));
    return Math.max(MIN_LABEL_PX, Math.min(wanted, clientWidth - MIN_CHART_PX - (this.showsFigures ? FIGURES_PX : 0)));
  }

  /** Scrolls, expands and pans until the row and its bar are in sight; `center` for jumps from far away. */
  reveal(row: number, center: boolean): void {
    const session = this.#session;
    if (session === undefined || row >= session.trace.loaded) return;
    session.folding.reveal(row);
    this.#fitScroll(session);
    const index = session.folding.indexOf(row);
    if (center) this.scroll.center(index);
    else this.scroll.show(index);
    const { startNs, durationNs } = session.trace.columns;
    session.window.set(windowShowing(session.window.value, startNs[row]!, durationNs[row]!, session.whole));
  }

  /** Changes which rows are shown or their order, with the selected row, else the first on the screen, staying where it is. */
  keepingPlace(change: () => void): void {
    const session = this.#session;
    if (session === undefined) return;
    const { folding } = session;
    const [from, to] = rowsOnScreen({ topPx: this.scroll.topPx, heightPx: this.#body.clientHeight });
    const selected = folding.indexOf(session.selectedRow);
    const index = selected >= from && selected < to ? selected : Math.min(from, folding.visible.value.count - 1);
    const row = index < 0 ? -1 : folding.visible.value.rowAt(index);
    change();
    this.#fitScroll(session);
    const moved = row < 0 ? -1 : folding.indexOf(row);
    if (moved >= 0) this.scroll.to(this.scroll.topPx + (moved - index) * ROW_PX);
  }

  /** The rows as they are shown, from the first on, or from the first on the screen when there are more than `maxRows`. */
  picture(maxRows: number): WaterfallPicture | undefined {
    const session = this.#session;
    if (session === undefined) return undefined;
    const { count } = session.folding.visible.value;
    const first = count <= maxRows ? 0 : Math.min(Math.floor(this.scroll.topPx / ROW_PX), count - 1);
    const rows = Math.min(maxRows, count - first);
    const whole = { topPx: first * ROW_PX, heightPx: rows * ROW_PX, hoverRow: -1, brush: undefined };
    return {
      scene: { ...this.#scene(session), ...whole },
      rulerAxis: this.axis(session, true),
      rulerText: this.#rulerText,
      rulerPx: RULER_PX,
      chartLeftPx: this.chartLeftPx,
      rows,
      left: count - first - rows,
    };
  }

  zoomTo(window: TimeWindow): void {
    this.#session?.window.set(window);
  }

  /** The bars' strip of pixels, in the canvas of the rows or, from its own left edge, in those of the header. */
  axis(session: Session, inHeader: boolean): TimeAxis {
    const leftPx = CHART_PAD_PX + (inHeader ? 0 : this.chartLeftPx);
    return { window: session.window.value, leftPx, widthPx: Math.max(1, this.chartWidth - 2 * CHART_PAD_PX) };
  }

  /** Whether the columns of figures are wanted and there is room for them. */
  get showsFigures(): boolean {
    return this.#session?.options.columns.value === true && this.tree.clientWidth >= MIN_WIDTH_FOR_FIGURES_PX;
  }

  /** Where the labels and the columns of figures end and the bars begin. */
  get chartLeftPx(): number {
    return this.labelPx + (this.showsFigures ? FIGURES_PX : 0);
  }

  repeatLabelPx(row: number): number {
    return this.#session === undefined ? 0 : this.#rowText.width(repeatLabel(this.#session, row));
  }

  get chartWidth(): number {
    return Math.max(1, this.tree.clientWidth - this.chartLeftPx);
  }

  /** Row under a point of the rows, -1 below the last. */
  rowAt(offsetY: number): number {
    const session = this.#session;
    const index = Math.floor((this.scroll.topPx + offsetY) / ROW_PX);
    const visible = session?.folding.visible.value;
    return visible !== undefined && index < visible.count ? visible.rowAt(index) : -1;
  }

  indentOnScreen(): Indent | undefined {
    const scene = this.#session && this.#scene(this.#session);
    return scene && screenIndent(scene);
  }

  invalidate(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#frame = 0;
    const session = this.#session;
    if (session === undefined || this.#body.clientHeight === 0) return;
    this.#fitScroll(session);
    const width = this.tree.clientWidth;
    const resized = this.rows.resize(width, this.#body.clientHeight);
    if (this.ruler.resize(this.chartWidth, RULER_PX) || resized) this.#rowText.forget();
    this.#corner.style.width = `${this.chartLeftPx}px`;
    this.#corner.classList.toggle('with-figures', this.showsFigures);
    this.#handle.style.left = `${this.labelPx - 3}px`;
    const scene = this.#scene(session);
    const range = rowsOnScreen(scene);
    drawRows(this.rows.context, scene);
    const { rulerBrush, minimapBrush } = this.pointing.value;
    const axis = this.axis(session, true);
    drawRuler(this.ruler.context, scene.theme, this.#rulerText, axis, scene.stepNs, RULER_PX, rulerBrush);
    const { visible } = scene;
    const [first, last] = [range[0], range[1] - 1].map((index) =>
      visible.count === 0 ? 0 : visible.rowAt(Math.min(index, visible.count - 1)),
    ) as [number, number];
    const rowRange = [Math.min(first, last), Math.max(first, last) + 1] as const;
    this.minimap.draw(session, scene.theme, this.chartWidth, rowRange, minimapBrush);
    this.#marks?.want(visible, range[0], range[1]);
    this.#mirror.update(session, range, this.#mirrorTop(range[0]), session.selectedRow !== this.#mirroredRow);
    this.#mirroredRow = session.selectedRow;
    this.#drawn();
  }

  /** Where row `index` lies in the scrolling element. */
  #mirrorTop(index: number): number {
    return this.scroll.nativeTopPx - (this.scroll.topPx - index * ROW_PX);
  }

  #fitScroll(session: Session): void {
    const { trace, folding } = session;
    this.scroll.resize(folding.visible.value.count + trace.header.count - trace.loaded, this.#body.clientHeight);
  }

  #scene(session: Session): Scene {
    const { options } = session;
    const showFigures = this.showsFigures;
    const axis = this.axis(session, false);
    const { fromNs, toNs } = session.window.value;
    return {
      trace: session.trace,
      folding: session.folding,
      visible: session.folding.visible.value,
      bars: (this.#bars ??= new BarCache(session)),
      marks: this.#marks,
      critical: options.showsCriticalPath(session.trace.header.count) ? session.critical.value : undefined,
      selfNs: session.selfNs.value,
      showSelfTime: options.selfTime.value,
      showFigures,
      theme: this.#theme.value,
      text: this.#rowText,
      axis,
      stepNs: tickStep(((toNs - fromNs) * MIN_TICK_PX) / axis.widthPx),
      topPx: this.scroll.topPx,
      widthPx: this.tree.clientWidth,
      heightPx: this.#body.clientHeight,
      labelWidthPx: this.labelPx,
      selectedRow: session.selectedRow,
      hoverRow: this.pointing.value.hoverRow,
      focused: document.activeElement === this.tree,
      matches: session.matches.value,
      brush: this.pointing.value.rowsBrush,
    };
  }
}
