import type { SearchLists } from '../../src/core/searchProtocol.ts';
import { el } from '../el.ts';
import { icon } from '../icons.ts';
import { shortText } from './shortText.ts';

interface FirstVisitContent extends SearchLists {
  /** Whether a backend would help: there is only this machine. */
  readonly offersBackend: boolean;
}

interface FirstVisitActions {
  readonly run: (text: string) => void;
  readonly addBackend: () => void;
}

/** The language in five searches, each of which runs. */
const EXAMPLES = [
  { text: 'last 15m', meaning: 'Everything of the last quarter of an hour' },
  { text: 'error last 24h', meaning: 'Traces with a failed span, of the last day' },
  { text: 'duration>500ms', meaning: 'With a span that took longer' },
  { text: 'service:orders name:"POST /orders"', meaning: 'With a span of this service and operation' },
  { text: 'http.route=/cart* -status:ok', meaning: 'By an attribute; a minus leaves out' },
] as const;
const MAX_RECENT = 5;

/** What stands below the box before anything was searched for. */
export class FirstVisit {
  readonly element = el('div', { class: 'first-visit', testid: 'search-first-visit' });
  readonly #actions: FirstVisitActions;
  #shown = '';

  constructor(actions: FirstVisitActions) {
    this.#actions = actions;
  }

  show(content: FirstVisitContent): void {
    const shown = JSON.stringify(content);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const { saved, recent, offersBackend } = content;
    const { run, addBackend } = this.#actions;
    this.element.replaceChildren(
      el(
        'div',
        { class: 'first-visit-body' },
        el('h2', {}, 'Search traces in all backends at once'),
        el('p', {}, 'Write what a span of the trace is like. Every source that is ticked above is asked.'),
        group('Try', ...EXAMPLES.map(({ text, meaning }) => searchButton(text, meaning, run))),
        ...(saved.length === 0
          ? []
          : [group('Saved', ...saved.map(({ name, text }) => searchButton(text, shortText(name, 60), run)))]),
        ...(recent.length === 0
          ? []
          : [group('Recent', ...recent.slice(0, MAX_RECENT).map((text) => searchButton(text, '', run)))]),
        ...(offersBackend ? [backendCard(addBackend)] : []),
      ),
    );
  }
}

function group(name: string, ...lines: readonly HTMLElement[]): HTMLElement {
  return el('section', { class: 'first-visit-group' }, el('h3', {}, name), el('div', { class: 'examples' }, ...lines));
}

function searchButton(text: string, meaning: string, run: (text: string) => void): HTMLElement {
  return el(
    'button',
    { class: 'example', attrs: { type: 'button' }, on: { click: () => run(text) } },
    el('code', {}, text.trim() === '' ? 'everything, last 1h' : shortText(text, 120)),
    el('span', { class: 'dim' }, meaning),
  );
}

function backendCard(addBackend: () => void): HTMLElement {
  return el(
    'div',
    { class: 'backend-card' },
    icon('openLink'),
    el(
      'p',
      {},
      'Only the traces that were sent to this machine can be searched. Add a Jaeger, Grafana Tempo or Zipkin server to search it too.',
    ),
    el('vscode-button', { testid: 'add-backend', on: { click: addBackend } }, 'Add Backend'),
  );
}
