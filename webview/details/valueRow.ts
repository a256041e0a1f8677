import { type Attribute, type AttributeValue, attributeText } from '../../src/core/attribute.ts';
import { type Copy, copyButton } from '../copyable.ts';
import { el } from '../el.ts';
import { visibleLines, visibleText } from '../../src/core/visibleText.ts';

/** About eight lines of a pane of usual width; what is longer waits behind "Show more". */
const FOLDED_LINES = 8;
const CHARACTERS_PER_LINE = 52;
/** More text than this in one element makes layout slow; the copy button has it all. */
const MAX_SHOWN = 200_000;

/** A name and its value with a copy button. `text` is untrusted: it is shown as visible text and copied as it is. */
export function valueRow(name: string, text: string, copy: Copy, className = ''): HTMLElement {
  return el(
    'div',
    { class: 'value-row' },
    el('div', { class: 'value-name' }, ...breakable(visibleText(name))),
    el('div', { class: `value ${className}` }, ...foldedText(text)),
    copyButton(`Copy ${visibleText(name).slice(0, 80)}`, () => text, copy),
  );
}

/** An attribute as a row, coloured by type as in the debugger. */
export function attributeRow(attribute: Attribute, copy: Copy): HTMLElement {
  const className = CLASSES[attribute.value.type] ?? '';
  return valueRow(attribute.key, attributeText(attribute.value), copy, className);
}

const CLASSES: Readonly<Partial<Record<AttributeValue['type'], string>>> = {
  int: 'number',
  double: 'number',
  bool: 'boolean',
  empty: 'dim',
  'too-deep': 'dim',
};

/** A dotted name that prefers to break after its dots and underscores. */
function breakable(name: string): readonly (Node | string)[] {
  return name
    .slice(0, 1000)
    .split(/(?<=[._/-])/)
    .flatMap((part, index) => (index === 0 ? [part] : [el('wbr'), part]));
}

/** The text, or its first lines and a button for the rest. */
export function foldedText(text: string): readonly (Node | string)[] {
  if (text === '') return [el('span', { class: 'dim' }, '(empty)')];
  const cut = foldAt(text);
  if (cut === undefined) return [visibleLines(text)];
  const folded = text[cut] === '\n' ? visibleLines(text.slice(0, cut)) : `${visibleLines(text.slice(0, cut))}…`;
  const shown = el('span', {}, folded);
  const button = el('button', { class: 'more', attrs: { type: 'button', 'aria-expanded': 'false' } }, 'Show more');
  let open = false;
  button.addEventListener('click', () => {
    open = !open;
    const rest = text.length > MAX_SHOWN ? `… (${text.length.toLocaleString('en')} characters; copy to have all)` : '';
    shown.textContent = open ? visibleLines(text.slice(0, MAX_SHOWN)) + rest : folded;
    button.textContent = open ? 'Show less' : 'Show more';
    button.setAttribute('aria-expanded', String(open));
  });
  return [shown, button];
}

/** Where to fold, by an estimate that needs no layout; `undefined` when it all fits. */
function foldAt(text: string): number | undefined {
  let lines = 1;
  let column = 0;
  const end = Math.min(text.length, FOLDED_LINES * CHARACTERS_PER_LINE * 2);
  for (let i = 0; i < end; i++) {
    if (text[i] === '\n' || ++column > CHARACTERS_PER_LINE) {
      lines++;
      column = 0;
    }
    // Two lines more than the fold are not worth a button.
    if (lines > FOLDED_LINES + 2) {
      const cut = Math.floor((i * FOLDED_LINES) / (FOLDED_LINES + 2));
      const lineEnd = text.lastIndexOf('\n', cut);
      return lineEnd > cut / 2 ? lineEnd : cut;
    }
  }
  return undefined;
}
