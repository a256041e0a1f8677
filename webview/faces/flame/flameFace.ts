import { el } from '../../el.ts';
import { sameRows } from '../../sameRows.ts';
import type { Session } from '../../session.ts';
import { Atom } from '../../store.ts';
import type { Theme } from '../../theme.ts';
import { CanvasLayer } from '../../waterfall/canvasLayer.ts';
import { drawRuler } from '../../waterfall/drawRuler.ts';
import { RowScroll } from '../../waterfall/rowScroll.ts';
import { ROW_PX } from '../../waterfall/scene.ts';
import { TextFit } from '../../waterfall/textFit.ts';
import { tickStep } from '../../waterfall/ticks.ts';
import { choice } from '../choice.ts';
import { type Face, isInFront } from '../face.ts';
import { drawFlame, FLAME_PAD_PX, type FlameScene, LEVEL_PX, nodeAt } from './drawFlame.ts';
import { type FlameLayout, type FlameMode, operationFlame, spanFlame } from './flameLayout.ts';
import { FlameMirror } from './flameMirror.ts';
import { FlameTooltip } from './flameTooltip.ts';
import { flameTitle } from './flameWords.ts';
import { FlameZoom } from './flameZoom.ts';

const ZOOM_PER_PX = 0.0018;
const RULER_PX = 22;
const MIN_TICK_PX = 96;
/** RowScroll counts in rows of the waterfall. */
const LEVELS_PER_ROW = ROW_PX / LEVEL_PX;
/** The ends of a longer path; what is between is left out. */
const MAX_CRUMBS = 5;

/** The trace as boxes under boxes, as wide as the time they took: by call path, or span by span on the time axis. */
export class FlameFace implements Face {
  readonly id = 'flame';
  readonly label = 'Flame graph';
  readonly element: HTMLElement;
  readonly mode = new Atom<FlameMode>('operations');
  readonly #theme: Atom<Theme>;
  readonly #canvas = new CanvasLayer('flame-canvas');
  readonly #ruler = new CanvasLayer('flame-ruler');
  readonly #text: TextFit;
  readonly #rulerText: TextFit;
  readonly #tree: HTMLElement;
  readonly #body: HTMLElement;
  readonly #crumbs = el('div', { class: 'crumbs', testid: 'flame-crumbs' });
  readonly #note = el('div', { class: 'face-note', attrs: { role: 'status' } });
  readonly #scroll: RowScroll;
  readonly #mirror: FlameMirror;
  readonly #tooltip = new FlameTooltip();
  readonly #zoom = new FlameZoom({
    layout: () => this.#layout(),
    retargeted: () => {
      this.#tooltip.hide();
      this.#showCrumbs();
    },
    draw: () => this.#draw(),
    invalidate: () => this.#invalidate(),
  });
  #session: Session | undefined;
  #layouts: Partial<Record<FlameMode, FlameLayout>> = {};
  #matched: Uint8Array | undefined;
  #hovered = -1;
  #frame = 0;

  constructor(theme: Atom<Theme>) {
    this.#theme = theme;
    this.#text = new TextFit(this.#canvas.context);
    this.#rulerText = new TextFit(this.#ruler.context);
    const sizer = el('div', { class: 'sizer', attrs: { role: 'presentation' } });
    this.#tree = el(
      'div',
      {
        class: 'scroller',
        testid: 'flame',
        attrs: { role: 'tree', tabindex: '0', 'aria-label': 'Flame graph of the trace' },
      },
      sizer,
    );
    this.#mirror = new FlameMirror(this.#tree);
    this.#scroll = new RowScroll(this.#tree, sizer, () => this.#invalidate());
    this.#body = el('div', { class: 'face-body' }, this.#canvas.element, this.#tree, this.#tooltip.element);
    const modes = choice<FlameMode>(
      'What a box is',
      [
        { value: 'operations', label: 'Call paths', title: 'Spans with the same path of operations are one box' },
        { value: 'spans', label: 'Spans', title: 'Every span is a box, at its place in time' },
      ],
      this.mode,
      'flame-mode',
    );
    this.element = el(
      'div',
      { class: 'flame' },
      el('div', { class: 'face-bar' }, modes, this.#crumbs),
      this.#ruler.element,
      this.#body,
      this.#note,
    );
    new ResizeObserver(() => this.#invalidate()).observe(this.#body);
    theme.subscribe(() => {
      this.#text.forget();
      this.#rulerText.forget();
      this.#invalidate();
    });
    this.mode.subscribe(() => {
      this.#forgetZoom();
      this.#refresh();
    });
    for (const event of ['focus', 'blur']) this.#tree.addEventListener(event, () => this.#invalidate());
    this.#listen();
  }

  show(session: Session): void {
    if (session !== this.#session) {
      this.#replaceBy(session);
      session.selection.subscribe(({ row }) => this.#mine(session) && this.#selected(row));
      session.matches.subscribe(() => this.#mine(session) && this.#searched());
      session.loaded.subscribe(() => this.#mine(session) && this.#refresh());
    }
    this.#refresh();
  }

  focus(): void {
    this.#tree.focus({ preventScroll: true });
  }

  /** A fuller state of the same trace keeps the zoom. */
  #replaceBy(session: Session): void {
    const [before, layout, window] = [this.#session, this.#layout(), this.#zoom.target];
    const rows = layout === undefined ? [] : this.#zoom.nodes.map((node) => layout.row[node]!);
    this.#session = session;
    this.#layouts = {};
    this.#forgetZoom();
    const after = this.#layout();
    if (after === undefined || before?.trace.header.traceId !== session.trace.header.traceId) return;
    const found = rows.length === 0 ? undefined : sameRows(before.trace, rows, session.trace);
    const nodes = rows.flatMap((row) => found?.get(row) ?? []).map((row) => after.nodeOf[row]!);
    this.#zoom.restore(nodes, rows.length === 0 ? window : undefined);
  }

  #mine(session: Session): boolean {
    return this.#session === session && isInFront(this.element);
  }

  /** `undefined` while spans are still on their way: half a trace would look like a whole one. */
  #layout(): FlameLayout | undefined {
    const session = this.#session;
    if (session === undefined || session.trace.loaded < session.trace.header.count || session.trace.loaded === 0)
      return undefined;
    return (this.#layouts[this.mode.value] ??=
      this.mode.value === 'operations' ? operationFlame(session) : spanFlame(session));
  }

  #refresh(): void {
    const layout = this.#layout();
    this.#ruler.element.hidden = this.mode.value !== 'spans';
    this.#note.textContent = noteOf(this.#session, layout);
    this.#note.hidden = this.#note.textContent === '';
    this.#searched();
    this.#showCrumbs();
    if (this.#session !== undefined) this.#selected(this.#session.selectedRow);
    this.#invalidate();
  }

  #searched(): void {
    const layout = this.#layout();
    const matches = this.#session?.matches.value;
    this.#matched = undefined;
    if (layout !== undefined && matches !== undefined && matches.text !== '') {
      this.#matched = new Uint8Array(layout.count);
      for (const row of matches.rows) this.#matched[layout.nodeOf[row]!] = 1;
    }
    this.#invalidate();
  }

  get #node(): number {
    const row = this.#session?.selectedRow ?? -1;
    const layout = this.#layout();
    return layout === undefined || row < 0 ? -1 : layout.nodeOf[row]!;
  }

  /** Brings the selected box into sight, whoever selected it. */
  #selected(row: number): void {
    const [session, layout] = [this.#session, this.#layout()];
    if (session === undefined || layout === undefined) return;
    const node = row < 0 ? -1 : layout.nodeOf[row]!;
    this.#mirror.update(session, layout, node);
    if (node >= 0) {
      const { from, to } = this.#zoom.target;
      if (layout.right[node]! < from || layout.left[node]! > to) this.#zoom.leave(0);
      this.#fit(layout);
      this.#scroll.show(layout.level[node]! / LEVELS_PER_ROW);
    }
    this.#invalidate();
  }

  #select(node: number): void {
    const layout = this.#layout();
    if (layout !== undefined && node >= 0 && node < layout.count && node !== this.#node)
      this.#session?.select(layout.row[node]!);
  }

  #forgetZoom(): void {
    this.#zoom.forget();
    this.#hovered = -1;
    this.#tooltip.hide();
  }

  #showCrumbs(): void {
    const [session, layout] = [this.#session, this.#layout()];
    const crumb = (text: string, zooms: number): HTMLElement =>
      el('button', { class: 'crumb', attrs: { type: 'button' }, on: { click: () => this.#zoom.leave(zooms) } }, text);
    if (session === undefined || layout === undefined || (this.#zoom.nodes.length === 0 && this.#zoom.isWhole)) {
      this.#crumbs.replaceChildren();
      return;
    }
    const shown = this.#zoom.nodes.map((node, index) => ({ node, zooms: index + 1 })).slice(-MAX_CRUMBS);
    this.#crumbs.replaceChildren(
      crumb('Whole trace', 0),
      ...shown.flatMap(({ node, zooms }) => [
        el('span', { class: 'dim', attrs: { 'aria-hidden': 'true' } }, '›'),
        crumb(flameTitle(session, layout, node), zooms),
      ]),
    );
  }

  #listen(): void {
    const tree = this.#tree;
    tree.addEventListener('pointermove', (event) => this.#hover(this.#at(event), event));
    tree.addEventListener('pointerleave', () => this.#hover(-1));
    tree.addEventListener('click', (event) => {
      const node = this.#at(event);
      if (node < 0) return;
      this.#select(node);
      this.#zoom.to(node);
    });
    tree.addEventListener('keydown', (event) => this.#key(event));
    tree.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
  }

  #key(event: KeyboardEvent): void {
    const layout = this.#layout();
    if (layout === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const node = this.#node;
    const actions: Readonly<Record<string, () => void>> = {
      ArrowUp: () => this.#select(node < 0 ? 0 : layout.tree.parent[node]!),
      ArrowDown: () => this.#select(node < 0 ? 0 : layout.tree.hasChildren(node) ? node + 1 : -1),
      ArrowLeft: () => this.#select(node < 0 ? 0 : siblingBefore(layout, node)),
      ArrowRight: () => this.#select(node < 0 ? 0 : siblingAfter(layout, node)),
      Home: () => this.#select(0),
      Enter: () => this.#zoom.to(node),
      '0': () => this.#zoom.leave(0),
      PageDown: () => this.#scroll.by(this.#body.clientHeight - LEVEL_PX),
      PageUp: () => this.#scroll.by(LEVEL_PX - this.#body.clientHeight),
    };
    if (event.key === 'Escape' && !this.#zoom.isWhole) {
      event.preventDefault();
      this.#zoom.back();
    } else if (Object.hasOwn(actions, event.key)) {
      event.preventDefault();
      actions[event.key]!();
    }
  }

  /** As in the waterfall: Ctrl zooms around the pointer, Shift pans, else the levels scroll. */
  #wheel(event: WheelEvent): void {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LEVEL_PX : 1;
    const [deltaX, deltaY] = [event.deltaX * unit, event.deltaY * unit];
    const { from, to } = this.#zoom.window;
    const perPx = (to - from) / Math.max(1, this.#tree.clientWidth - 2 * FLAME_PAD_PX);
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const factor = Math.exp(Math.min(200, Math.max(-200, deltaY)) * ZOOM_PER_PX);
      const width = Math.min(1, (to - from) * factor);
      const anchor = from + (event.clientX - this.#tree.getBoundingClientRect().left - FLAME_PAD_PX) * perPx;
      this.#zoom.panTo(anchor - (anchor - from) * (width / (to - from)), width);
    } else if (event.shiftKey || Math.abs(deltaX) > Math.abs(deltaY)) {
      event.preventDefault();
      this.#zoom.panTo(from + (deltaX === 0 ? deltaY : deltaX) * perPx, to - from);
    } else if (this.#scroll.scaled) {
      event.preventDefault();
      this.#scroll.by(deltaY);
    }
  }

  #at(event: MouseEvent): number {
    const [session, layout] = [this.#session, this.#layout()];
    const { left, top } = this.#tree.getBoundingClientRect();
    if (session === undefined || layout === undefined || event.clientX - left >= this.#tree.clientWidth) return -1;
    return nodeAt(this.#scene(session, layout), event.clientX - left, event.clientY - top);
  }

  #hover(node: number, event?: PointerEvent): void {
    const [session, layout] = [this.#session, this.#layout()];
    if (node !== this.#hovered) {
      this.#hovered = node;
      this.#tree.classList.toggle('pointing', node >= 0);
      this.#invalidate();
    }
    if (node < 0 || event === undefined || session === undefined || layout === undefined) return this.#tooltip.hide();
    const { left, top } = this.#body.getBoundingClientRect();
    this.#tooltip.show(session, layout, node, event.clientX - left, event.clientY - top);
  }

  #fit(layout: FlameLayout): void {
    this.#scroll.resize(layout.levels / LEVELS_PER_ROW, this.#body.clientHeight);
  }

  #scene(session: Session, layout: FlameLayout): FlameScene {
    return {
      trace: session.trace,
      layout,
      theme: this.#theme.value,
      text: this.#text,
      window: this.#zoom.window,
      topPx: this.#scroll.topPx,
      widthPx: this.#tree.clientWidth,
      heightPx: this.#body.clientHeight,
      selected: this.#node,
      hovered: this.#hovered,
      focused: document.activeElement === this.#tree,
      matched: this.#matched,
    };
  }

  #invalidate(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const [session, layout] = [this.#session, this.#layout()];
    if (session === undefined || !isInFront(this.element) || this.#body.clientHeight === 0) return;
    const width = this.#tree.clientWidth;
    if (this.#canvas.resize(width, this.#body.clientHeight)) this.#text.forget();
    const { context } = this.#canvas;
    if (layout === undefined) {
      context.fillStyle = this.#theme.value.background;
      context.fillRect(0, 0, width, this.#body.clientHeight);
      return;
    }
    this.#fit(layout);
    drawFlame(context, this.#scene(session, layout));
    if (layout.mode === 'spans') this.#drawRuler(session, width);
    this.element.dataset['drawn'] = layout.mode;
  }

  #drawRuler(session: Session, width: number): void {
    if (this.#ruler.resize(width, RULER_PX)) this.#rulerText.forget();
    const { toNs } = session.whole;
    const { window: seen } = this.#zoom;
    const window = { fromNs: seen.from * toNs, toNs: seen.to * toNs };
    const axis = { window, leftPx: FLAME_PAD_PX, widthPx: Math.max(1, width - 2 * FLAME_PAD_PX) };
    const step = tickStep(((window.toNs - window.fromNs) * MIN_TICK_PX) / axis.widthPx);
    drawRuler(this.#ruler.context, this.#theme.value, this.#rulerText, axis, step, RULER_PX, undefined);
  }
}

function noteOf(session: Session | undefined, layout: FlameLayout | undefined): string {
  if (session === undefined) return '';
  if (layout === undefined)
    return session.trace.header.count === 0
      ? 'This trace has no spans yet.'
      : `Reading ${session.trace.header.count.toLocaleString('en')} spans…`;
  return layout.count === 1 && session.trace.header.count === 1
    ? 'This trace is one span: nothing was called below it.'
    : '';
}

function siblingAfter({ tree, count }: FlameLayout, node: number): number {
  const next = tree.subtreeEnd[node]!;
  return next < count && tree.parent[next] === tree.parent[node] ? next : -1;
}

function siblingBefore({ tree }: FlameLayout, node: number): number {
  if (tree.position[node] === 1) return -1;
  let before = tree.parent[node]! + 1;
  while (tree.subtreeEnd[before] !== node) before = tree.subtreeEnd[before]!;
  return before;
}
