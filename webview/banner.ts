import { el } from './el.ts';
import { icon, type IconName } from './icons.ts';

/** A quick answer shows no loading state at all: a flash of it would look slower. */
const PATIENCE_MS = 200;

/** What stands in for the trace while there is none: loading, failed, empty. */
export class Banner {
  readonly element = el('div', { class: 'banner', testid: 'waterfall-banner', attrs: { role: 'status' } });
  #timer: number | undefined;

  loading(): void {
    this.hide();
    this.#timer = setTimeout(() => {
      this.element.hidden = false;
      this.element.className = 'banner loading';
      this.element.replaceChildren(el('div', { class: 'progress' }), el('p', {}, 'Reading the trace…'));
    }, PATIENCE_MS);
  }

  failed(message: string): void {
    this.#show('failed', 'error', 'This trace cannot be shown', message);
  }

  empty(): void {
    this.#show(
      'empty',
      'info',
      'This trace has no spans yet',
      'Spans appear here as soon as they arrive. If none do, the application may not have flushed them.',
    );
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.element.hidden = true;
  }

  #show(className: string, image: IconName, title: string, text: string): void {
    this.hide();
    this.element.hidden = false;
    this.element.className = `banner ${className}`;
    this.element.replaceChildren(icon(image), el('h2', {}, title), el('p', {}, text));
  }
}
