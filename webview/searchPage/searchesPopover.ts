import type { SavedSearch, SearchLists } from '../../src/core/searchProtocol.ts';
import { iconButton } from '../button.ts';
import { el } from '../el.ts';
import { Popover } from './popover.ts';
import { shortText } from './shortText.ts';

interface SearchesParts {
  readonly lists: () => SearchLists;
  /** What would be saved. */
  readonly text: () => string;
  readonly run: (text: string) => void;
  readonly save: (name: string, text: string) => void;
  readonly remove: (name: string) => void;
  readonly clearRecent: () => void;
}

const MAX_NAME = 60;
/** Older ones are found by typing them again. */
const MAX_RECENT = 12;

/** Searches to come back to: those with a name, and the last ones. */
export function searchesPopover(parts: SearchesParts): Popover {
  const run = (text: string): void => {
    popover.close();
    parts.run(text);
  };
  const popover = new Popover('history', 'Recent and saved searches', 'search-lists', () => {
    const { saved, recent } = parts.lists();
    return [
      saveForm(parts),
      ...(saved.length === 0 ? [] : [title('Saved'), ...saved.map((search) => savedLine(search, run, parts.remove))]),
      ...(recent.length === 0
        ? []
        : [
            title(
              'Recent',
              el('button', { class: 'link', attrs: { type: 'button' }, on: { click: parts.clearRecent } }, 'Clear'),
            ),
            ...recent.slice(0, MAX_RECENT).map((text) => line(el('code', {}, textOf(text)), text, run)),
          ]),
    ];
  });
  return popover;
}

function saveForm({ text, save }: SearchesParts): HTMLElement {
  const now = text();
  const input = el('input', {
    class: 'face-input',
    testid: 'search-name',
    attrs: {
      type: 'text',
      placeholder: now.trim() === '' ? 'Type a search to save it' : 'Name for this search',
      'aria-label': 'Name for this search',
      maxlength: String(MAX_NAME),
      disabled: now.trim() === '' ? '' : undefined,
    },
  });
  const submit = (): void => {
    if (input.value.trim() !== '' && now.trim() !== '') save(input.value.trim(), now);
  };
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') submit();
  });
  const button = el(
    'button',
    {
      class: 'strip-button',
      testid: 'search-save',
      attrs: { type: 'button', disabled: now.trim() === '' ? '' : undefined },
      on: { click: submit },
    },
    'Save',
  );
  return el('div', { class: 'save-form' }, input, button);
}

function title(text: string, ...more: readonly HTMLElement[]): HTMLElement {
  return el('div', { class: 'popover-head' }, el('h2', { class: 'popover-title' }, text), ...more);
}

function savedLine(
  { name, text }: SavedSearch,
  run: (text: string) => void,
  remove: (name: string) => void,
): HTMLElement {
  const shown = shortText(name, 60);
  const content = el('span', { class: 'saved' }, el('b', {}, shown), el('code', { class: 'dim' }, textOf(text)));
  const row = line(content, text, run);
  row.append(iconButton('close', `Remove “${shown}”`, () => remove(name)));
  return row;
}

function line(content: HTMLElement, text: string, run: (text: string) => void): HTMLElement {
  return el(
    'div',
    { class: 'search-line' },
    el(
      'button',
      { class: 'search-pick', title: textOf(text), attrs: { type: 'button' }, on: { click: () => run(text) } },
      content,
    ),
  );
}

function textOf(text: string): string {
  return text.trim() === '' ? 'everything, last 1h' : shortText(text, 200);
}
