import { el } from '../el.ts';
import type { Session } from '../session.ts';
import { Atom } from '../store.ts';
import { choice } from './choice.ts';
import { AWAY, type Face, FACE_IDS, type FaceActions, type FaceId } from './face.ts';

const LABELS: Readonly<Record<FaceId, string>> = {
  waterfall: 'Waterfall',
  flame: 'Flame graph',
  table: 'Table',
  graph: 'Services',
};
const TITLES: Readonly<Record<FaceId, string>> = {
  waterfall: 'Spans by time, one row each',
  flame: 'Where the time went, by call path',
  table: 'Spans in numbers, by operation, service or attribute',
  graph: 'Which services call which',
};

/** The place of the waterfall and of the trace's other faces: one is in front, the others are made when first wanted. */
export class Faces {
  readonly element = el('div', { class: 'faces', testid: 'faces' });
  readonly current = new Atom<FaceId>('waterfall');
  readonly switcher: HTMLElement;
  readonly #makers: Readonly<Record<FaceId, () => Face>>;
  readonly #made = new Map<FaceId, Face>();
  #session: Session | undefined;

  constructor(makers: Readonly<Record<FaceId, () => Face>>, actions: FaceActions) {
    this.#makers = makers;
    this.switcher = choice(
      'View of the trace',
      FACE_IDS.map((value) => ({ value, label: LABELS[value], title: TITLES[value] })),
      this.current,
      'face',
    );
    this.current.follow(() => this.#bringToFront());
    this.element.addEventListener('keydown', (event) => {
      const inText = event.target instanceof HTMLInputElement;
      if (this.current.value === 'waterfall' || event.defaultPrevented || inText) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const keys: Readonly<Record<string, () => void>> = {
        '/': actions.focusSearch,
        '?': actions.help,
        Escape: actions.escape,
      };
      if (!Object.hasOwn(keys, event.key)) return;
      event.preventDefault();
      keys[event.key]!();
    });
  }

  show(session: Session): void {
    this.#session = session;
    this.#front().show(session);
  }

  focus(): void {
    this.#front().focus();
  }

  #front(): Face {
    const id = this.current.value;
    let face = this.#made.get(id);
    if (face === undefined) {
      face = this.#makers[id]();
      face.element.classList.add('face');
      this.#made.set(id, face);
      this.element.append(face.element);
    }
    return face;
  }

  #bringToFront(): void {
    const front = this.#front();
    for (const face of this.#made.values()) face.element.classList.toggle(AWAY, face !== front);
    if (this.#session !== undefined) front.show(this.#session);
  }
}
