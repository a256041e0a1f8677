import { parseTraceQuery } from '../../src/core/traceQuery.ts';
import { el } from '../el.ts';
import { shortText } from './shortText.ts';

/** Whoever types is not interrupted: new sentences wait for a pause. */
const PAUSE_MS = 800;

/** What of the text cannot be used as it looks, in sentences under the box. They go at once when it can. */
export class ProblemLine {
  readonly element = el('div', {
    class: 'problems',
    testid: 'search-problems',
    attrs: { id: 'search-problems', role: 'status' },
  });
  #shown: readonly string[] = [];
  #timer: number | undefined;

  typed(text: string): void {
    clearTimeout(this.#timer);
    const { problems } = parseTraceQuery(text, Date.now());
    this.show(this.#shown.filter((problem) => problems.includes(problem)));
    if (problems.length > 0) this.#timer = setTimeout(() => this.show(problems), PAUSE_MS);
  }

  show(problems: readonly string[]): void {
    clearTimeout(this.#timer);
    if (problems.join('\n') === this.#shown.join('\n')) return;
    this.#shown = problems;
    this.element.replaceChildren(...problems.map((problem) => el('div', {}, shortText(problem, 300))));
  }
}
