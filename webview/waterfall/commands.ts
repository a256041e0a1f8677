import { FLAG_ERROR } from '../../src/core/trace.ts';
import type { Session } from '../session.ts';
import type { Waterfall } from './waterfall.ts';
import { ROW_PX } from './scene.ts';
import { nsAt } from './timeAxis.ts';
import { clampWindow, panWindow, zoomWindow } from './timeWindow.ts';

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
    const from = session.selectedRow < 0 ? -Math.sign(by) : session.folding.indexOf(session.selectedRow);
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
    const { folding } = session;
    const repeat = folding.repeatOf(row);
    const isFold = folding.foldedAt(row) >= 0;
    if (!isFold && tree.hasChildren(row) && !folding.isCollapsed(row)) this.toggle(row);
    else if (repeat >= 0 && folding.isUnfolded(repeat)) this.toggleRepeat(repeat);
    else this.parent();
  }

  /** Right: expands, or goes to the first child. */
  expandOrChild(): void {
    const { session } = this.#view;
    if (session === undefined || session.selectedRow < 0) return;
    const row = session.selectedRow;
    const repeat = session.folding.foldedAt(row);
    if (repeat >= 0) this.toggleRepeat(repeat);
    else if (session.folding.isCollapsed(row)) session.folding.set(row, false);
    else if (session.trace.tree.hasChildren(row)) this.select(row + 1);
  }

  /** Collapses or expands; a selection that would be hidden goes to what hides it. */
  toggle(row: number): void {
    const { session } = this.#view;
    if (session === undefined) return;
    const repeat = session.folding.foldedAt(row);
    if (repeat >= 0) {
      this.toggleRepeat(repeat);
      return;
    }
    const collapse = !session.folding.isCollapsed(row);
    session.folding.set(row, collapse);
    const hidden = session.selectedRow > row && session.selectedRow < session.trace.tree.subtreeEnd[row]!;
    if (collapse && hidden) session.select(row);
  }

  /** Folds or unfolds repeated siblings; a selection that would be hidden goes to the row that stands for them. */
  toggleRepeat(repeat: number): void {
    const { session } = this.#view;
    if (session === undefined) return;
    const { folding } = session;
    folding.setUnfolded(repeat, !folding.isUnfolded(repeat));
    if (session.selectedRow >= 0) this.select(folding.standIn(session.selectedRow));
  }

  parent(): void {
    this.#selectRow((session) => session.trace.tree.parent[session.selectedRow] ?? -1);
  }

  /** The next or previous span with the same parent that is on the screen. */
  sibling(backwards: boolean): void {
    this.#selectRow(({ trace, folding, selectedRow }) => {
      const visible = folding.visible.value;
      const depth = trace.columns.depth;
      const step = backwards ? -1 : 1;
      for (let index = folding.indexOf(selectedRow) + step; index >= 0 && index < visible.count; index += step) {
        const row = visible.rowAt(index);
        if (depth[row]! < depth[selectedRow]!) return -1;
        if (trace.tree.parent[row] === trace.tree.parent[selectedRow]) return row;
      }
      return -1;
    });
  }

  /** The next or previous span with an error, wherever it is hidden; around the ends. */
  error(backwards: boolean): void {
    this.#selectRow(({ trace, selectedRow }) => {
      const { count, flags } = trace.columns;
      const step = backwards ? -1 : 1;
      const from = selectedRow < 0 && backwards ? 0 : selectedRow;
      for (let i = 1; i <= count; i++) {
        const row = (((from + i * step) % count) + count) % count;
        if ((flags[row]! & FLAG_ERROR) !== 0) return row;
      }
      return -1;
    }, true);
  }

  /** Shows only the subtree of the row, in the time it takes, or all again. */
  focus(row: number): void {
    const { session } = this.#view;
    if (session === undefined || row < 0) return;
    const { startNs } = session.trace.columns;
    const lengthNs = session.trace.reachNs(row) - startNs[row]!;
    session.folding.focusOn(row);
    session.window.set(clampWindow(startNs[row]! - lengthNs * 0.02, startNs[row]! + lengthNs * 1.02, session.whole));
    this.select(row);
  }

  focusSelected(): void {
    this.focus(this.#view.session?.selectedRow ?? -1);
  }

  /** Back from the focus on a subtree: false when there was none. */
  unfocus(): boolean {
    const { session } = this.#view;
    if (session === undefined || session.folding.focus.value < 0) return false;
    session.folding.focusOn(-1);
    session.window.set(session.whole);
    if (session.selectedRow >= 0) this.#view.reveal(session.selectedRow, true);
    return true;
  }

  /** Shows so many levels and keeps the selection in sight, at the ancestor that is left of it. */
  showLevels(levels: number): void {
    const { session } = this.#view;
    if (session === undefined) return;
    session.folding.showLevels(levels);
    const index = session.folding.indexOf(session.selectedRow);
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

  #selectRow(find: (session: Session) => number, fromFar = false): void {
    const { session } = this.#view;
    if (session === undefined || (session.selectedRow < 0 && !fromFar)) return;
    const row = find(session);
    if (row < 0) return;
    session.select(row);
    this.#view.reveal(row, fromFar);
  }

  #selectIndex(index: number): void {
    const { session } = this.#view;
    if (session === undefined || index < 0 || index >= session.folding.visible.value.count) return;
    this.select(session.folding.visible.value.rowAt(index));
  }
}
