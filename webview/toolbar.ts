import { formatDuration, formatEpoch } from '../src/core/time.ts';
import type { TraceHeader } from '../src/core/trace.ts';
import { iconButton } from './button.ts';
import { el } from './el.ts';
import { visibleText } from '../src/core/visibleText.ts';
import type { WaterfallCommands } from './waterfall/commands.ts';

/** Deeper levels are reached by expanding. */
const MAX_LEVELS = 9;

/** The line above the rows: the trace in numbers, search, and what folds and zooms. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #facts = el('div', { class: 'facts', testid: 'waterfall-facts' });
  readonly #levels: HTMLElement;

  constructor(commands: WaterfallCommands, search: HTMLElement, faces: HTMLElement) {
    this.#levels = el('vscode-dropdown', {
      class: 'levels',
      title: 'Levels of the tree to show',
      attrs: { 'aria-label': 'Levels of the tree to show' },
      on: { change: (event) => commands.showLevels(Number((event.target as HTMLSelectElement).value)) },
    });
    this.element = el(
      'div',
      { class: 'toolbar', attrs: { role: 'toolbar', 'aria-label': 'Trace' } },
      this.#facts,
      faces,
      search,
      el(
        'div',
        { class: 'toolbar-actions waterfall-only' },
        this.#levels,
        iconButton('expandAll', 'Expand all', () => this.#allLevels(commands), 'waterfall-expand-all'),
        iconButton('collapseAll', 'Collapse all', () => commands.showLevels(1), 'waterfall-collapse-all'),
        iconButton('fitWidth', 'Show the whole trace (0)', () => commands.resetZoom(), 'waterfall-reset-zoom'),
      ),
    );
  }

  show(header: TraceHeader, source: string): void {
    const fact = (value: string, name: string, className = ''): HTMLElement =>
      el('span', { class: `fact ${className}` }, el('b', {}, value), ` ${name}`);
    const count = (n: number, noun: string): readonly [string, string] => [
      n.toLocaleString('en'),
      n === 1 ? noun : `${noun}s`,
    ];
    this.#facts.title = `Trace ${header.traceId} · ${formatEpoch(header.startEpochNs)} · ${visibleText(source)}`;
    this.#facts.replaceChildren(
      el('span', { class: 'fact' }, el('b', {}, formatDuration(header.durationNs))),
      fact(...count(header.count, 'span')),
      ...(header.errors > 0 ? [fact(...count(header.errors, 'error'), 'failed')] : []),
      fact(...count(header.services.length, 'service'), 'services'),
      el('span', { class: 'fact dim' }, visibleText(source)),
    );
    const levels = Math.min(MAX_LEVELS, header.maxDepth);
    this.#levels.replaceChildren(
      el('vscode-option', { attrs: { value: 'Infinity' } }, 'All levels'),
      ...Array.from({ length: levels }, (_, i) =>
        el('vscode-option', { attrs: { value: String(i + 1) } }, i === 0 ? '1 level' : `${i + 1} levels`),
      ),
    );
  }

  #allLevels(commands: WaterfallCommands): void {
    (this.#levels as HTMLSelectElement).value = 'Infinity';
    commands.showLevels(Number.POSITIVE_INFINITY);
  }
}
