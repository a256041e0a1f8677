import { el } from '../el.ts';
import type { Session } from '../session.ts';
import { splitter } from '../splitter.ts';
import { Atom } from '../store.ts';
import type { Theme } from '../theme.ts';
import { CanvasLayer } from './canvasLayer.ts';
import { drawRows, rowsOnScreen, screenIndent } from './drawRows.ts';
import { drawRuler } from './drawRuler.ts';
import type { Indent } from './indent.ts';
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

  get session(): Session | undefined {
    return this.#session;
  }

  show(session: Session): void {
    this.#session = session;
    const mine = (): void => {
      if (this.#session === session) this.invalidate();
    };
    for (const atom of [session.window, session.selection, session.matches, session.loaded, session.folding.visible])
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
    return Math.max(MIN_LABEL_PX, Math.min(wanted, clientWidth - MIN_CHART_PX));
  }

  /** Scrolls, expands and pans until the row and its bar are in sight; `center` for jumps from far away. */
  reveal(row: number, center: boolean): void {
    const session = this.#session;
    if (session === undefined || row >= session.trace.loaded) return;
    session.folding.reveal(row);
    this.#fitScroll(session);
    const index = session.folding.visible.value.indexOf(row);
    if (center) this.scroll.center(index);
    else this.scroll.show(index);
    const { startNs, durationNs } = session.trace.columns;
    session.window.set(windowShowing(session.window.value, startNs[row]!, durationNs[row]!, session.whole));
  }

  zoomTo(window: TimeWindow): void {
    this.#session?.window.set(window);
  }

  /** The bars' strip of pixels, in the canvas of the rows or, from its own left edge, in those of the header. */
  axis(session: Session, inHeader: boolean): TimeAxis {
    const leftPx = CHART_PAD_PX + (inHeader ? 0 : this.labelPx);
    return { window: session.window.value, leftPx, widthPx: Math.max(1, this.chartWidth - 2 * CHART_PAD_PX) };
  }

  get chartWidth(): number {
    return Math.max(1, this.tree.clientWidth - this.labelPx);
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
    this.#corner.style.width = `${this.labelPx}px`;
    this.#handle.style.left = `${this.labelPx - 3}px`;
    const scene = this.#scene(session);
    const range = rowsOnScreen(scene);
    drawRows(this.rows.context, scene);
    const { rulerBrush, minimapBrush } = this.pointing.value;
    const axis = this.axis(session, true);
    drawRuler(this.ruler.context, scene.theme, this.#rulerText, axis, scene.stepNs, RULER_PX, rulerBrush);
    const { visible } = scene;
    const lastRow = visible.count === 0 ? 0 : visible.rowAt(Math.min(range[1], visible.count) - 1) + 1;
    const rowRange = [visible.count === 0 ? 0 : visible.rowAt(Math.min(range[0], visible.count - 1)), lastRow] as const;
    this.minimap.draw(session, scene.theme, this.chartWidth, rowRange, minimapBrush);
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
    const axis = this.axis(session, false);
    const { fromNs, toNs } = session.window.value;
    return {
      trace: session.trace,
      folding: session.folding,
      visible: session.folding.visible.value,
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
