import { formatAge } from '../../src/core/age.ts';
import { formatDuration, formatEpoch } from '../../src/core/time.ts';
import { el } from '../el.ts';
import type { GridLine } from '../faces/table/grid.ts';
import { exactTime } from './clockText.ts';
import type { FoundRow } from './foundTraces.ts';
import type { ResultModel } from './resultModel.ts';
import { shortText } from './shortText.ts';

/** How lines look things up. */
export interface LineLooks {
  /** Of a service. */
  readonly colorOf: (service: string) => string;
  /** Of a source, by its ID. */
  readonly labelOf: (source: string) => string;
}

/** More names in a tooltip than anybody reads. */
const MAX_NAMED = 30;

/** A trace that was found. */
export class ResultLine implements GridLine<ResultModel> {
  readonly element: HTMLElement;
  readonly #looks: LineLooks;
  readonly #mark = el('span', { class: 'grid-mark', attrs: { 'aria-hidden': 'true' } });
  readonly #age = el('span', {});
  /** Left out where there is little room. */
  readonly #ago = el('span', { class: 'result-ago' }, ' ago');
  readonly #service = el('span', { class: 'result-service' });
  readonly #name = el('span', { class: 'result-name' });
  readonly #bar = el('span', { class: 'grid-bar', attrs: { 'aria-hidden': 'true' } });
  readonly #duration = el('span', { class: 'result-duration' });
  readonly #cells = new Map<string, HTMLElement>();
  #shown: FoundRow | undefined;

  constructor({ columns }: ResultModel, looks: LineLooks) {
    this.#looks = looks;
    this.element = el(
      'div',
      { class: 'grid-line', attrs: { role: 'row' } },
      ...columns.map(({ id }) => this.#cell(id)),
    );
  }

  show(model: ResultModel, line: number): void {
    const row = model.row(line);
    const { trace } = row;
    const color = this.#looks.colorOf(trace.rootService);
    this.#mark.style.backgroundColor = color;
    this.#bar.style.backgroundColor = color;
    this.#bar.style.transform = `scaleX(${model.barOf(trace.durationNs)})`;
    const age = formatAge(trace.startEpochNs, Date.now());
    this.#age.textContent = age.replace(/ ago$/, '');
    this.#ago.hidden = !age.endsWith(' ago');
    if (row === this.#shown) return;
    this.#shown = row;
    this.#service.textContent = shortText(trace.rootService) || '(unnamed)';
    this.#name.textContent = shortText(trace.rootName) || '(unnamed)';
    this.#title('title', `${shortText(trace.rootService, 500)}: ${shortText(trace.rootName, 500)}\n${trace.traceId}`);
    this.#title('start', `${exactTime(row.startMs)}\n${formatEpoch(trace.startEpochNs)}`);
    this.#duration.textContent = formatDuration(trace.durationNs);
    this.#text('matched', row.matched === undefined ? '' : count(row.matched));
    this.#text('spans', count(trace.spans));
    this.#text('errors', trace.errors === 0 ? '' : count(trace.errors));
    this.#text('services', count(trace.services.length));
    this.#title('services', servicesText(trace.services));
    this.#showSources(row.sources);
  }

  #cell(id: string): HTMLElement {
    const cell = el('div', { class: `grid-cell ${id}`, attrs: { role: 'gridcell' } });
    this.#cells.set(id, cell);
    if (id === 'start') cell.append(this.#age, this.#ago);
    else if (id === 'title') cell.append(this.#mark, this.#service, this.#name);
    else if (id === 'duration')
      cell.append(el('span', { class: 'grid-track', attrs: { 'aria-hidden': 'true' } }, this.#bar), this.#duration);
    return cell;
  }

  #text(id: string, text: string): void {
    const cell = this.#cells.get(id);
    if (cell !== undefined && cell.textContent !== text) cell.textContent = text;
  }

  #title(id: string, title: string): void {
    const cell = this.#cells.get(id);
    if (cell !== undefined) cell.title = title;
  }

  #showSources(sources: readonly string[]): void {
    const labels = sources.map((source) => this.#looks.labelOf(source));
    this.#cells.get('source')?.replaceChildren(...labels.map((label) => el('span', { class: 'source-tag' }, label)));
    this.#title('source', labels.join(', '));
  }
}

function count(n: number): string {
  return n.toLocaleString('en');
}

function servicesText(services: readonly string[]): string {
  const named = services.slice(0, MAX_NAMED).map((service) => shortText(service, 80) || '(unnamed)');
  return services.length > MAX_NAMED
    ? `${named.join('\n')}\nand ${services.length - MAX_NAMED} more`
    : named.join('\n');
}
