import { formatDuration } from '../../src/core/time.ts';
import { FLAG_ERROR, FLAG_REPAIRED } from '../../src/core/trace.ts';
import { el } from '../el.ts';
import type { Session } from '../session.ts';
import { repeatWords } from './drawBar.ts';
import { ROW_PX } from './scene.ts';

/** Moving the mirror with every frame would cost as much as drawing; a screen reader reads no faster than this. */
const SETTLE_MS = 80;

/**
 * What a screen reader reads instead of the canvas: the rows on the screen, and the selected one, as items of the tree element,
 * which has the focus and names the selected item as its active one.
 */
export class TreeMirror {
  readonly #tree: HTMLElement;
  readonly #holder = el('div', { class: 'mirror', attrs: { role: 'presentation' } });
  readonly #pool: HTMLElement[] = [];
  #timer: number | undefined;

  constructor(tree: HTMLElement) {
    this.#tree = tree;
    tree.append(this.#holder);
  }

  /** Mirrors the rows at [from, to) soon, or at once after the selection moved: the reader waits for it. */
  update(session: Session, range: readonly [number, number], nativeTopPx: number, now: boolean): void {
    clearTimeout(this.#timer);
    if (now) this.#mirror(session, range, nativeTopPx);
    else this.#timer = setTimeout(() => this.#mirror(session, range, nativeTopPx), SETTLE_MS);
  }

  #mirror(session: Session, [from, to]: readonly [number, number], nativeTopPx: number): void {
    const visible = session.folding.visible.value;
    const selectedRow = session.selectedRow;
    const rows: number[] = [];
    for (let index = from; index < Math.min(to, visible.count); index++) rows.push(visible.rowAt(index));
    const shown = rows.length;
    const selectedShown = selectedRow < session.trace.loaded && selectedRow >= 0;
    if (selectedShown && !rows.includes(selectedRow)) rows.push(selectedRow);
    while (this.#pool.length < rows.length) this.#pool.push(el('div', { attrs: { role: 'treeitem' } }));
    this.#holder.style.transform = `translateY(${nativeTopPx}px)`;
    for (const [place, row] of rows.entries()) {
      const item = this.#pool[place]!;
      describe(item, session, row);
      const index = place < shown ? from + place : session.folding.indexOf(row);
      item.style.transform = `translateY(${(index - from) * ROW_PX}px)`;
    }
    this.#holder.replaceChildren(...this.#pool.slice(0, rows.length));
    if (selectedShown) this.#tree.setAttribute('aria-activedescendant', `row-${selectedRow}`);
    else this.#tree.removeAttribute('aria-activedescendant');
  }
}

function repeatsInWords({ trace, folding }: Session, row: number, repeat: number): readonly string[] {
  const { count, errors } = folding.repeats!;
  return [
    `${count[repeat]!} × ${trace.serviceOf(row)} ${trace.nameOf(row)}`,
    repeatWords({ trace, folding }, repeat),
    ...(errors[repeat] === 0 ? [] : [`${errors[repeat]!} with errors`]),
  ];
}

function describe(item: HTMLElement, session: Session, row: number): void {
  const { trace, folding } = session;
  const { tree, columns } = trace;
  const flags = columns.flags[row]!;
  const repeat = folding.foldedAt(row);
  const words =
    repeat >= 0
      ? repeatsInWords(session, row, repeat)
      : [
          `${trace.serviceOf(row)} ${trace.nameOf(row)}`,
          formatDuration(columns.durationNs[row]!),
          ...((flags & FLAG_ERROR) === 0 ? [] : ['error']),
          ...((flags & FLAG_REPAIRED) === 0 ? [] : ['repaired']),
        ];
  item.id = `row-${row}`;
  item.textContent = words.join(', ');
  item.setAttribute('aria-level', String(columns.depth[row]! - folding.baseDepth + 1));
  item.setAttribute('aria-posinset', String(tree.position[row]));
  item.setAttribute('aria-setsize', String(tree.siblingCount(row)));
  item.setAttribute('aria-selected', String(row === session.selectedRow));
  if (repeat >= 0) item.setAttribute('aria-expanded', 'false');
  else if (tree.hasChildren(row)) item.setAttribute('aria-expanded', String(!folding.isCollapsed(row)));
  else item.removeAttribute('aria-expanded');
}
