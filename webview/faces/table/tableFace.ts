import { problemOf } from '../../../src/core/problem.ts';
import { selfTimes } from '../../../src/core/selfTime.ts';
import { el } from '../../el.ts';
import type { Host } from '../../host.ts';
import type { Session } from '../../session.ts';
import { Atom } from '../../store.ts';
import type { Theme } from '../../theme.ts';
import { choice } from '../choice.ts';
import { type Face, type FaceActions, isInFront } from '../face.ts';
import { Grid } from './grid.ts';
import { attributeModel, operationModel, serviceModel } from './groupModel.ts';
import { spanModel } from './spanModel.ts';
import { TableLine } from './tableLine.ts';
import type { TableModel } from './tableModel.ts';

type Grouping = 'operation' | 'service' | 'attribute' | 'span';

/** A pause in typing after which the spans are grouped. */
const TYPING_MS = 250;
const NO_KEY = 'Type the key of an attribute, such as http.route, to group the spans by its values.';

/** The spans in numbers: in groups, or one by one. */
export class TableFace implements Face {
  readonly id = 'table';
  readonly label = 'Table';
  readonly element: HTMLElement;
  readonly grouping = new Atom<Grouping>('operation');
  readonly #host: Host;
  readonly #grid: Grid<TableModel>;
  readonly #key: HTMLInputElement;
  readonly #count = el('span', { class: 'dim', testid: 'table-count', attrs: { role: 'status' } });
  readonly #note = el('div', { class: 'face-note', testid: 'table-note', attrs: { role: 'status' } });
  #session: Session | undefined;
  #model: TableModel | undefined;
  #selfNs: Float64Array | undefined;
  #running = new AbortController();
  #timer: number | undefined;

  constructor(host: Host, theme: Atom<Theme>, actions: FaceActions) {
    this.#host = host;
    this.#grid = new Grid({
      label: 'Spans in numbers',
      testid: 'table',
      sorting: { column: 'self', descending: true },
      ascending: ['title', 'start'],
      line: (model) => new TableLine(model, () => theme.value),
      pick: (line) => this.#session?.select(this.#model?.row(line) ?? -1),
      open: (line) => actions.showInWaterfall(this.#model?.row(line) ?? -1),
    });
    this.#key = el('input', {
      class: 'face-input',
      testid: 'table-key',
      attrs: {
        type: 'text',
        placeholder: 'Attribute key',
        'aria-label': 'Attribute key to group by',
        spellcheck: 'false',
        maxlength: '500',
      },
    });
    this.#key.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#rebuild(), TYPING_MS);
    });
    this.#key.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
      event.preventDefault();
      this.focus();
    });
    const groupings = choice<Grouping>(
      'What a line is',
      [
        { value: 'operation', label: 'Operations' },
        { value: 'service', label: 'Services' },
        { value: 'attribute', label: 'Attribute…', title: 'Spans with the same value of an attribute are one line' },
        { value: 'span', label: 'Spans' },
      ],
      this.grouping,
      'table-by',
    );
    this.element = el(
      'div',
      { class: 'table' },
      el('div', { class: 'face-bar' }, groupings, this.#key, this.#count),
      el('div', { class: 'face-body' }, this.#grid.element),
      this.#note,
    );
    this.grouping.follow((grouping) => {
      this.#key.hidden = grouping !== 'attribute';
      this.#rebuild();
      if (grouping === 'attribute' && isInFront(this.element)) this.#key.focus();
    });
    theme.subscribe(() => this.#grid.invalidate());
  }

  show(session: Session): void {
    if (session !== this.#session) {
      this.#session = session;
      this.#model = undefined;
      this.#selfNs = undefined;
      session.selection.subscribe(() => this.#mine(session) && this.#mark());
      session.matches.subscribe(() => this.#mine(session) && this.#mark());
      session.loaded.subscribe(() => this.#mine(session) && this.#rebuild());
      this.#rebuild();
    } else if (this.#model === undefined) this.#rebuild();
    this.#mark();
  }

  focus(): void {
    this.#grid.element.focus({ preventScroll: true });
  }

  #mine(session: Session): boolean {
    return this.#session === session && isInFront(this.element);
  }

  #rebuild(): void {
    const session = this.#session;
    this.#running.abort();
    if (session === undefined) return;
    const { count } = session.trace.header;
    if (session.trace.loaded < count) this.#say(undefined, `Reading ${count.toLocaleString('en')} spans…`);
    else if (count === 0) this.#say(undefined, 'This trace has no spans yet.');
    else if (this.grouping.value !== 'attribute') this.#say(this.#modelOf(session, this.grouping.value), '');
    else if (this.#key.value.trim() === '') this.#say(undefined, NO_KEY);
    else void this.#byAttribute(session, this.#key.value.trim());
  }

  #modelOf(session: Session, grouping: Exclude<Grouping, 'attribute'>): TableModel {
    const { trace, whole } = session;
    const selfNs = this.#selfTimes(session);
    if (grouping === 'operation') return operationModel(trace, selfNs);
    return grouping === 'service' ? serviceModel(trace, selfNs) : spanModel(trace, selfNs, whole.toNs);
  }

  #selfTimes({ trace }: Session): Float64Array {
    return (this.#selfNs ??= selfTimes(trace.columns));
  }

  async #byAttribute(session: Session, key: string): Promise<void> {
    const { signal } = (this.#running = new AbortController());
    try {
      const groups = await this.#host.rpc.call('groupBy', { key }, signal);
      if (signal.aborted) return;
      const found = groups.labels.length > 1;
      this.#say(attributeModel(session.trace, this.#selfTimes(session), groups), found ? '' : `No span has “${key}”.`);
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code !== 'cancelled') this.#say(undefined, problem.message);
    }
  }

  #say(model: TableModel | undefined, note: string): void {
    this.#model = model;
    this.#note.textContent = note;
    this.#note.hidden = note === '';
    const noun = model?.nouns[model.count === 1 ? 0 : 1] ?? '';
    this.#count.textContent = model === undefined ? '' : `${model.count.toLocaleString('en')} ${noun}`;
    this.#grid.show(model);
    this.#mark();
  }

  #mark(): void {
    const [session, model] = [this.#session, this.#model];
    if (session === undefined || model === undefined) return;
    const { text, rows } = session.matches.value;
    let matched: Uint8Array | undefined;
    if (text !== '') {
      matched = new Uint8Array(model.count);
      for (const row of rows) matched[model.indexOf(row)] = 1;
    }
    this.#grid.mark(session.selectedRow < 0 ? -1 : model.indexOf(session.selectedRow), matched);
  }
}
