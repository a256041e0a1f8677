import type { Confidence, LocationView, Snippet } from '../../src/core/protocol.ts';
import { el } from '../el.ts';
import { icon } from '../icons.ts';
import { visibleText } from '../../src/core/visibleText.ts';

const CONFIDENCE: Readonly<Record<Confidence, string>> = {
  exact: 'exact',
  likely: 'likely',
  guess: 'a guess',
};

export interface LocationTargets {
  /** Goes there; asks which when several fit. */
  readonly goToSource: () => void;
  /** Lets the user say where it is. */
  readonly correct: () => void;
  readonly copy: (text: string) => void;
}

/** Where the span's code is, how sure that is and why; a way to put it right, and what would make spans say it. */
export function locationBlock(location: LocationView, targets: LocationTargets): HTMLElement {
  const block = (className: string, ...children: readonly (Node | undefined)[]): HTMLElement =>
    el(
      'div',
      { class: `location ${className}`, testid: 'span-location', attrs: { 'data-state': location.state } },
      ...children,
    );
  const line = (className: string, text: string): HTMLElement | undefined =>
    text === '' ? undefined : el('div', { class: className }, visibleText(text));
  const primary = (text: string): HTMLElement => button('go-to-source', text, 'primary', targets.goToSource);
  const correct = (text: string): HTMLElement => button('correct-location', text, 'secondary', targets.correct);
  const copySnippet = (snippet: Snippet | undefined): HTMLElement | undefined =>
    snippet &&
    button('copy-snippet', `Copy ${snippet.label}`, 'secondary', () => {
      targets.copy(snippet.text);
    });
  switch (location.state) {
    case 'found':
      return block(
        'found',
        el(
          'div',
          { class: 'location-head' },
          icon('goToFile'),
          el('span', { class: 'location-label' }, visibleText(location.label)),
          el('span', { class: `chip ${location.confidence}` }, CONFIDENCE[location.confidence]),
        ),
        line('location-reason', location.reason),
        location.drift === undefined ? undefined : line('location-drift', location.drift),
        actions(primary('Go to source'), correct('Wrong place?')),
      );
    case 'ambiguous':
      return block(
        'open',
        el('div', { class: 'location-head' }, icon('goToFile'), el('span', {}, 'Several places fit')),
        ...location.labels.map((label) => line('location-label', label)),
        line('location-reason', location.reason),
        actions(primary('Choose...'), correct('Another place...')),
      );
    case 'missing':
      return block(
        'open',
        el('div', { class: 'location-head' }, icon('info'), el('span', {}, 'No source found')),
        line('location-reason', location.reason),
        line('location-hint', location.hint),
        actions(correct('Choose the place...'), copySnippet(location.snippet)),
      );
    case 'none':
      return block(
        'open',
        el('div', { class: 'location-head' }, icon('info'), el('span', {}, 'No source location')),
        line('location-reason', location.hint),
        actions(correct('Choose the place...'), copySnippet(location.snippet)),
      );
  }
}

function button(name: string, text: string, appearance: 'primary' | 'secondary', click: () => void): HTMLElement {
  return el('vscode-button', { class: name, testid: name, attrs: { appearance }, on: { click } }, text);
}

function actions(...buttons: readonly (HTMLElement | undefined)[]): HTMLElement {
  return el('div', { class: 'location-actions' }, ...buttons);
}

/** While the host is looking. */
export function locationPending(): HTMLElement {
  return el(
    'div',
    { class: 'location pending', testid: 'span-location', attrs: { 'data-state': 'pending' } },
    el('div', { class: 'location-head' }, icon('goToFile'), el('span', {}, 'Looking for the source…')),
  );
}

/** The host could not even look. */
export function locationFailed(message: string): HTMLElement {
  return el(
    'div',
    { class: 'location open', testid: 'span-location', attrs: { 'data-state': 'failed' } },
    el('div', { class: 'location-head' }, icon('error'), el('span', {}, 'The source could not be looked up')),
    el('div', { class: 'location-reason' }, visibleText(message)),
  );
}
