import type { Waterfall } from './waterfall.ts';
import { ROW_PX } from './scene.ts';
import { nsAt } from './timeAxis.ts';
import { panWindow, zoomWindow } from './timeWindow.ts';

/** What keys, buttons and the wheel do to the waterfall. */
export class WaterfallCommands {
  readonly #view: Waterfall;

  constructor(view: Waterfall) {
    this.#view = view;
  }

  /** Selects the row `by` places below the selected one, at the ends the last there is. */
  move(by: number): void {
    const { session } = this.#view;
    if (session === undefined) return;
    const visible = session.folding.visible.value;
    const from = session.selectedRow < 0 ? -Math.sign(by) : visible.indexOf(session.selectedRow);
    this.#selectIndex(Math.min(Math.max(0, from + by), visible.count - 1));
  }

  movePages(by: number): void {
    this.move(by * Math.max(1, Math.floor(this.#view.tree.clientHeight / ROW_PX) - 1));
  }

  first(): void {
    this.#selectIndex(0);
  }

  last(): void {
    this.#selectIndex((this.#view.session?.folding.visible.value.count ?? 0) - 1);
  }

  /** Left: collapses, or goes to the parent. */
  collapseOrParent(): void {
    const { session } = this.#view;
    if (session === undefined || session.selectedRow < 0) return;
    const row = session.selectedRow;
    const { tree } = session.trace;
    if (tree.hasChildren(row) && !session.folding.isCollapsed(row)) this.toggle(row);
    else if (tree.parent[row]! >= 0) this.select(tree.parent[row]!);
  }

  /** Right: expands, or goes to the first child. */
  expandOrChild(): void {
    const { session } = this.#view;
    if (session === undefined || session.selectedRow < 0) return;
    const row = session.selectedRow;
    if (session.folding.isCollapsed(row)) session.folding.set(row, false);
    else if (session.trace.tree.hasChildren(row)) this.select(row + 1);
  }

  /** Collapses or expands; a selection that would be hidden goes to what hides it. */
  toggle(row: number): void {
    const { session } = this.#view;
    if (session === undefined) return;
    const collapse = !session.folding.isCollapsed(row);
    session.folding.set(row, collapse);
    const hidden = session.selectedRow > row && session.selectedRow < session.trace.tree.subtreeEnd[row]!;
    if (collapse && hidden) session.select(row);
  }

  /** Shows so many levels and keeps the selection in sight, at the ancestor that is left of it. */
  showLevels(levels: number): void {
    const { session } = this.#view;
    if (session === undefined) return;
    session.folding.showLevels(levels);
    const index = session.folding.visible.value.indexOf(session.selectedRow);
    if (session.selectedRow >= 0) this.#selectIndex(index);
  }

  select(row: number): void {
    this.#view.session?.select(row);
    this.#view.reveal(row, false);
  }

  /** `factor` below 1 zooms in; around the middle unless told where, in pixels of the rows. */
  zoom(factor: number, atPx?: number): void {
    const { session } = this.#view;
    if (session === undefined) return;
    const axis = this.#view.axis(session, false);
    const anchorNs = nsAt(
      axis,
      Math.min(Math.max(atPx ?? axis.leftPx + axis.widthPx / 2, axis.leftPx), axis.leftPx + axis.widthPx),
    );
    session.window.set(zoomWindow(session.window.value, factor, anchorNs, session.whole));
  }

  pan(byPx: number): void {
    const { session } = this.#view;
    if (session === undefined) return;
    const { fromNs, toNs } = session.window.value;
    const byNs = (byPx / this.#view.axis(session, false).widthPx) * (toNs - fromNs);
    session.window.set(panWindow(session.window.value, byNs, session.whole));
  }

  resetZoom(): void {
    const { session } = this.#view;
    session?.window.set(session.whole);
  }

  #selectIndex(index: number): void {
    const { session } = this.#view;
    if (session === undefined || index < 0 || index >= session.folding.visible.value.count) return;
    this.select(session.folding.visible.value.rowAt(index));
  }
}
