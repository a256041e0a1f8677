import { choice } from '../faces/choice.ts';
import { el } from '../el.ts';
import { Grid } from '../faces/table/grid.ts';
import type { Sorting } from '../faces/table/tableModel.ts';
import { icon } from '../icons.ts';
import { splitter } from '../splitter.ts';
import { Atom } from '../store.ts';
import type { Theme } from '../theme.ts';
import { clockText } from './clockText.ts';
import type { FoundRow } from './foundTraces.ts';
import type { DurationScale } from './plot/durationAxis.ts';
import { Plot } from './plot/plot.ts';
import { timeDomain } from './plot/timeDomain.ts';
import { type Range, rangeText } from './range.ts';
import { ResultLine } from './resultLine.ts';
import { type ResultModel, resultModel } from './resultModel.ts';
import type { SearchRun } from './searchRun.ts';
import { ServiceColors } from './serviceColors.ts';
import { actionButton } from './strip.ts';

const NEWEST_FIRST: Sorting = { column: 'start', descending: true };
const MIN_PLOT_PX = 80;
const MIN_TABLE_PX = 120;
/** Ages in the table grow. */
const AGE_MS = 15_000;
/** A double click on a name opens it by its first click already. */
const TWICE_MS = 600;

interface ResultParts {
  readonly theme: Atom<Theme>;
  readonly labelOf: (source: string) => string;
  readonly open: (row: FoundRow) => void;
  readonly copyId: (row: FoundRow) => void;
  readonly focusBox: () => void;
  /** Search for what is in the range, and nothing else. */
  readonly searchRange: (range: Range) => void;
  /** Something changed that outlives the page. */
  readonly changed: () => void;
}

/** What was found: in numbers, as a plot, and as a table; a part of the plot narrows the table. */
export class Results {
  readonly element: HTMLElement;
  readonly scale = new Atom<DurationScale>('log');
  /** The trace ID of the selected line, empty for none. */
  selected = '';
  readonly #parts: ResultParts;
  readonly #colors: ServiceColors;
  readonly #plot: Plot;
  readonly #grid: Grid<ResultModel>;
  readonly #summary = el('div', { class: 'summary', testid: 'search-summary' });
  readonly #chip = el('div', { class: 'range', testid: 'search-range' });
  readonly #plotHolder: HTMLElement;
  #plotPx = 0;
  #run: SearchRun | undefined;
  #range: Range | undefined;
  #model: ResultModel | undefined;
  #opened = { traceId: '', atMs: 0 };

  constructor(parts: ResultParts) {
    this.#parts = parts;
    const { theme, labelOf } = parts;
    this.#colors = new ServiceColors(theme);
    const looks = { colorOf: (service: string) => this.#colors.colorOf(service), labelOf };
    this.#plot = new Plot({
      ...looks,
      theme,
      slotOf: (service) => this.#colors.slotOf(service),
      open: (place) => this.#pick(place, true),
      select: (range) => this.#narrow(range),
    });
    this.#grid = new Grid<ResultModel>({
      label: 'Traces that were found',
      testid: 'search-results',
      sorting: NEWEST_FIRST,
      ascending: ['title', 'source'],
      line: (model) => new ResultLine(model, looks),
      pick: (line) => this.#pick(this.#model?.placeOf(line) ?? -1, false),
      open: (line) => this.#pick(this.#model?.placeOf(line) ?? -1, true),
      sorted: () => parts.changed(),
    });
    this.#plotHolder = el('div', { class: 'plot-holder' }, this.#plot.element);
    const scales = choice<DurationScale>(
      'Scale of durations',
      [
        { value: 'log', label: 'Log', title: 'Every step up is a multiple' },
        { value: 'linear', label: 'Linear', title: 'Every step up is the same time' },
      ],
      this.scale,
      'scale',
    );
    this.element = el(
      'div',
      { class: 'results' },
      el('div', { class: 'results-head' }, this.#summary, this.#chip, scales),
      this.#plotHolder,
      splitter({
        label: 'Height of the plot',
        orientation: 'horizontal',
        direction: 1,
        size: () => this.#plotHolder.clientHeight,
        resize: (sizePx) => (this.plotPx = sizePx),
      }),
      el('div', { class: 'results-table' }, this.#grid.element),
    );
    this.#chip.hidden = true;
    this.#grid.element.addEventListener('keydown', (event) => this.#key(event));
    this.#grid.element.addEventListener('click', (event) => {
      if ((event.target as Element).classList.contains('result-name')) this.#openSelected();
    });
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#range !== undefined) this.#narrow(undefined);
    });
    this.scale.subscribe(() => {
      this.#showTable();
      this.#showPlot();
      parts.changed();
    });
    theme.subscribe(() => this.#grid.invalidate());
    setInterval(() => this.#grid.invalidate(), AGE_MS);
  }

  get sorting(): Sorting {
    return this.#grid.sorting;
  }

  set sorting(sorting: Sorting) {
    this.#grid.sort(sorting);
  }

  /** 0 while nobody changed it. */
  get plotPx(): number {
    return this.#plotPx;
  }

  set plotPx(px: number) {
    if (px <= 0) return;
    this.#plotPx = Math.max(MIN_PLOT_PX, Math.min(px, (this.element.clientHeight || Infinity) - MIN_TABLE_PX));
    this.#plotHolder.style.flexBasis = `${this.#plotPx}px`;
    this.#parts.changed();
  }

  /** Shows a search as far as it has come; called with every batch. */
  show(run: SearchRun): void {
    if (run !== this.#run) {
      this.#run = run;
      this.#range = undefined;
    }
    this.#showTable();
    this.#showPlot();
  }

  /** To the table, on the selected line or the first. */
  focus(): void {
    this.#grid.element.focus({ preventScroll: true });
    if (this.#model !== undefined && this.#model.count > 0 && this.#selectedLine() < 0)
      this.#grid.element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home' }));
  }

  #showTable(): void {
    const run = this.#run;
    if (run === undefined) return;
    const model = (this.#model = resultModel(run.found, this.#range, this.scale.value));
    this.#grid.show(model);
    this.#grid.mark(this.#selectedLine(), undefined);
    this.#showSummary(run, model);
    this.#showChip();
  }

  #showPlot(): void {
    const run = this.#run;
    if (run === undefined) return;
    const { rows, failed } = run.found;
    const domain = timeDomain(...(run.searchedMs ?? [Date.now() - 1, Date.now()]), rows);
    const stepMs = Math.max(1, (domain[1] - domain[0]) / 100);
    const time = `${clockText(domain[0], stepMs)} to ${clockText(domain[1], stepMs)}`;
    const label = `Duration over start time of ${rows.length} traces, ${failed} with errors, ${time}. The table below has all of them.`;
    this.#plot.show(rows, domain, this.scale.value, label);
    this.#plot.mark(run.found.indexOf(this.selected), this.#range);
  }

  #showSummary({ found, running, sources, states }: SearchRun, model: ResultModel): void {
    const total = found.rows.length;
    const shown = model.count === total ? '' : `${model.count.toLocaleString('en')} of `;
    const busy = sources.filter(({ id }) => ['asking', 'checking'].includes(states.get(id)?.state ?? 'asking')).length;
    this.#summary.replaceChildren(
      el('span', {}, shown, el('b', {}, total.toLocaleString('en')), total === 1 ? ' trace' : ' traces'),
      found.failed === 0
        ? ''
        : el(
            'span',
            { class: 'failed' },
            el('span', { class: 'key-diamond', attrs: { 'aria-hidden': 'true' } }),
            el('b', {}, found.failed.toLocaleString('en')),
            ' with errors',
          ),
      running ? el('span', { class: 'dim' }, `waiting for ${busy} of ${sources.length} sources…`) : '',
    );
  }

  #showChip(): void {
    const range = this.#range;
    this.#chip.hidden = range === undefined;
    if (range === undefined) return;
    const clear = el(
      'button',
      {
        class: 'range-clear',
        title: 'Show all again (Esc)',
        testid: 'range-clear',
        attrs: { type: 'button', 'aria-label': `Only ${rangeText(range)}: show all again` },
        on: { click: () => this.#narrow(undefined) },
      },
      el('span', {}, rangeText(range)),
      icon('close'),
    );
    const search = { label: 'Search only this', press: () => this.#parts.searchRange(range), testid: 'range-search' };
    this.#chip.replaceChildren(clear, actionButton(search));
  }

  #narrow(range: Range | undefined): void {
    this.#range = range;
    this.#showTable();
    this.#plot.mark(this.#run?.found.indexOf(this.selected) ?? -1, range);
  }

  #selectedLine(): number {
    const place = this.#run?.found.indexOf(this.selected) ?? -1;
    return place < 0 ? -1 : (this.#model?.lineOf(place) ?? -1);
  }

  #pick(place: number, open: boolean): void {
    const row = this.#run?.found.rows[place];
    if (row === undefined) return;
    this.selected = row.trace.traceId;
    this.#grid.mark(this.#selectedLine(), undefined);
    this.#plot.mark(place, this.#range);
    this.#parts.changed();
    if (open) this.#open(row);
  }

  #openSelected(): void {
    const row = this.#run?.found.rows[this.#run.found.indexOf(this.selected)];
    if (row !== undefined) this.#open(row);
  }

  #open(row: FoundRow): void {
    const { traceId } = row.trace;
    const nowMs = performance.now();
    const isAgain = this.#opened.traceId === traceId && nowMs - this.#opened.atMs < TWICE_MS;
    this.#opened = { traceId, atMs: nowMs };
    if (!isAgain) this.#parts.open(row);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.#grid.element) return;
    const row = this.#run?.found.rows[this.#run.found.indexOf(this.selected)];
    if (event.key === '/') this.#parts.focusBox();
    else if (event.key === 'c' && row !== undefined) this.#parts.copyId(row);
    else return;
    event.preventDefault();
  }
}
