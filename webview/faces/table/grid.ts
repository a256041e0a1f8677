import { el } from '../../el.ts';
import { RowScroll } from '../../waterfall/rowScroll.ts';
import { ROW_PX } from '../../waterfall/scene.ts';
import { type GridColumn, type GridModel, type Sorting, sortedLines } from './tableModel.ts';

const HEAD_PX = 26;

interface GridParts<M extends GridModel> {
  readonly label: string;
  readonly testid: string;
  /** How lines are sorted at first, and when a model lacks the column they were sorted by. */
  readonly sorting: Sorting;
  /** Columns that are sorted from the smallest up when they are first asked for: names, mostly. */
  readonly ascending: readonly string[];
  /** New elements for a line of models with these columns. */
  readonly line: (model: M) => GridLine<M>;
  /** The user picked a line. */
  readonly pick: (line: number) => void;
  /** Enter, or a double click. */
  readonly open: (line: number) => void;
  /** The user chose an order. */
  readonly sorted?: () => void;
}

/** The elements of one line: they show one line after the other. */
export interface GridLine<M extends GridModel> {
  readonly element: HTMLElement;
  show(model: M, index: number): void;
}

/** Lines of a model in a chosen order: elements for those on the screen only, used again as they scroll. */
export class Grid<M extends GridModel> {
  readonly element: HTMLElement;
  readonly #parts: GridParts<M>;
  readonly #head = el('div', { class: 'grid-head', attrs: { role: 'row', 'aria-rowindex': '1' } });
  readonly #holder = el('div', { class: 'grid-lines', attrs: { role: 'presentation' } });
  readonly #scroll: RowScroll;
  #pool: GridLine<M>[] = [];
  #model: M | undefined;
  #sorting: Sorting;
  /** What the head and the lines were made for. */
  #headOf = '';
  #linesOf = '';
  #order: Uint32Array = new Uint32Array(0);
  /** Place of each line in the order. */
  #placeOf: Uint32Array = new Uint32Array(0);
  #matched: Uint8Array | undefined;
  #selected = -1;
  #frame = 0;

  constructor(parts: GridParts<M>) {
    this.#parts = parts;
    this.#sorting = parts.sorting;
    const sizer = el('div', { class: 'sizer', attrs: { role: 'presentation' } });
    this.element = el(
      'div',
      {
        class: 'scroller grid',
        testid: parts.testid,
        attrs: { role: 'grid', tabindex: '0', 'aria-label': parts.label },
      },
      this.#head,
      this.#holder,
      sizer,
    );
    this.#scroll = new RowScroll(this.element, sizer, () => this.invalidate());
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('click', (event) => this.#at(event, parts.pick));
    this.element.addEventListener('dblclick', (event) => this.#at(event, parts.open));
    this.element.addEventListener(
      'wheel',
      (event) => {
        if (!this.#scroll.scaled || event.ctrlKey) return;
        event.preventDefault();
        this.#scroll.by(event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? ROW_PX : 1));
      },
      { passive: false },
    );
    new ResizeObserver(() => this.invalidate()).observe(this.element);
  }

  /** Shows a model; the sorting stays if the model has its column, and so does the place if its lines are of the same kind. */
  show(model: M | undefined): void {
    const keepsPlace = model !== undefined && model.nouns[0] === this.#model?.nouns[0];
    this.#model = model;
    const linesOf = (model?.columns ?? []).map(({ id }) => id).join();
    if (linesOf !== this.#linesOf) {
      this.#linesOf = linesOf;
      this.#pool = [];
      this.#holder.replaceChildren();
    }
    const has = (id: string): boolean => model?.columns.some((column) => column.id === id) ?? false;
    if (model !== undefined && !has(this.#sorting.column)) this.#sorting = this.#parts.sorting;
    this.element.setAttribute('aria-rowcount', String((model?.count ?? 0) + 1));
    this.#sort();
    if (!keepsPlace) this.#scroll.to(0);
  }

  get sorting(): Sorting {
    return this.#sorting;
  }

  /** Sorts by a column that the model may get only later. */
  sort(sorting: Sorting): void {
    this.#sorting = sorting;
    this.#sort();
  }

  /** `matched` has 1 for each line that a search found. */
  mark(selected: number, matched: Uint8Array | undefined): void {
    const moved = selected !== this.#selected;
    this.#selected = selected;
    this.#matched = matched;
    if (moved) this.#revealSelected();
    this.invalidate();
  }

  invalidate(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #revealSelected(): void {
    if (this.#selected < 0 || this.#selected >= this.#placeOf.length) return;
    this.#fit();
    this.#scroll.show(this.#placeOf[this.#selected]!);
  }

  #sort(): void {
    const model = this.#model;
    this.#order = model === undefined ? new Uint32Array(0) : sortedLines(model, this.#sorting);
    this.#placeOf = new Uint32Array(this.#order.length);
    for (let place = 0; place < this.#order.length; place++) this.#placeOf[this.#order[place]!] = place;
    this.#showHead(model?.columns ?? []);
    this.invalidate();
  }

  /** A head that is still right stays: a column's button may have the focus. */
  #showHead(columns: readonly GridColumn[]): void {
    const { column, descending } = this.#sorting;
    const headOf = [...columns.flatMap(({ id, label, hint }) => [id, label, hint]), column, descending].join('\0');
    if (headOf === this.#headOf) return;
    this.#headOf = headOf;
    this.#head.replaceChildren(...columns.map((each) => this.#headCell(each)));
  }

  #headCell({ id, label, hint }: GridColumn): HTMLElement {
    const { column, descending } = this.#sorting;
    const state = id !== column ? 'none' : descending ? 'descending' : 'ascending';
    const arrow = state === 'none' ? undefined : el('span', { class: 'grid-arrow' }, descending ? '↓' : '↑');
    arrow?.setAttribute('aria-hidden', 'true');
    const button = el(
      'button',
      { class: 'grid-sort', testid: `sort-${id}`, attrs: { type: 'button', ...(hint !== '' && { title: hint }) } },
      label,
      arrow,
    );
    button.addEventListener('click', (event) => {
      event.stopPropagation();
      // Numbers are asked for from the largest down, names from A on.
      const isFirstDown = !this.#parts.ascending.includes(id);
      this.#sorting = { column: id, descending: id === column ? !descending : isFirstDown };
      this.#sort();
      this.#scroll.to(0);
      this.#parts.sorted?.();
      this.#head.querySelector<HTMLElement>(`[data-testid="sort-${id}"]`)?.focus();
    });
    return el('div', { class: `grid-cell ${id}`, attrs: { role: 'columnheader', 'aria-sort': state } }, button);
  }

  #key(event: KeyboardEvent): void {
    const model = this.#model;
    if (model === undefined || event.target !== this.element || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((this.element.clientHeight - HEAD_PX) / ROW_PX) - 1);
    const actions: Readonly<Record<string, () => void>> = {
      ArrowUp: () => this.#move(-1),
      ArrowDown: () => this.#move(1),
      PageUp: () => this.#move(-page),
      PageDown: () => this.#move(page),
      Home: () => this.#move(-model.count),
      End: () => this.#move(model.count),
      Enter: () => {
        if (this.#selected >= 0) this.#parts.open(this.#selected);
      },
    };
    if (!Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]!();
  }

  #move(by: number): void {
    const from = this.#selected < 0 ? (by > 0 ? -1 : this.#order.length) : this.#placeOf[this.#selected]!;
    const place = Math.min(this.#order.length - 1, Math.max(0, from + by));
    if (place >= 0) this.#parts.pick(this.#order[place]!);
  }

  #at(event: MouseEvent, act: (line: number) => void): void {
    const y = event.clientY - this.element.getBoundingClientRect().top - HEAD_PX;
    if (y < 0 || event.clientX - this.element.getBoundingClientRect().left >= this.element.clientWidth) return;
    const place = Math.floor((this.#scroll.topPx + y) / ROW_PX);
    if (place < this.#order.length) act(this.#order[place]!);
  }

  #fit(): void {
    this.#scroll.resize(this.#order.length, Math.max(0, this.element.clientHeight - HEAD_PX));
  }

  #draw(): void {
    const model = this.#model;
    if (model === undefined || this.element.clientHeight === 0) return;
    this.#fit();
    const first = Math.floor(this.#scroll.topPx / ROW_PX);
    const last = Math.min(
      this.#order.length,
      Math.ceil((this.#scroll.topPx + this.element.clientHeight - HEAD_PX) / ROW_PX),
    );
    const top = HEAD_PX + this.#scroll.nativeTopPx - (this.#scroll.topPx - first * ROW_PX);
    this.#holder.style.transform = `translateY(${top}px)`;
    while (this.#pool.length < last - first) this.#pool.push(this.#parts.line(model));
    const lines = this.#pool.slice(0, Math.max(0, last - first));
    for (const [place, line] of lines.entries()) {
      const index = this.#order[first + place]!;
      const dimmed = this.#matched !== undefined && this.#matched[index] === 0;
      line.show(model, index);
      line.element.id = `line-${first + place}`;
      line.element.setAttribute('aria-rowindex', String(first + place + 2));
      line.element.setAttribute('aria-selected', String(index === this.#selected));
      line.element.classList.toggle('dimmed', dimmed);
    }
    if (this.#holder.childElementCount !== lines.length)
      this.#holder.replaceChildren(...lines.map(({ element }) => element));
    const place = this.#selected < 0 ? -1 : (this.#placeOf[this.#selected] ?? -1);
    if (place >= first && place < last) this.element.setAttribute('aria-activedescendant', `line-${place}`);
    else this.element.removeAttribute('aria-activedescendant');
  }
}
