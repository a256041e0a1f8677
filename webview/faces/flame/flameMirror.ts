import { el } from '../../el.ts';
import type { Session } from '../../session.ts';
import type { FlameLayout } from './flameLayout.ts';
import { flameFacts, flameTitle } from './flameWords.ts';

/** More of a path than anybody listens to; chains reach 100,000. */
const MAX_PATH = 40;

/** What a screen reader reads instead of the canvas: the selected node and the path to it, as items of the focused tree. */
export class FlameMirror {
  readonly #tree: HTMLElement;
  readonly #holder = el('div', { class: 'screen-reader', attrs: { role: 'presentation' } });

  constructor(tree: HTMLElement) {
    this.#tree = tree;
    tree.append(this.#holder);
  }

  update(session: Session, layout: FlameLayout, selected: number): void {
    const path: number[] = [];
    // Without a selection the first root is what the arrow keys go to.
    for (let node = Math.max(0, selected); node >= 0 && path.length < MAX_PATH; node = layout.tree.parent[node]!)
      path.unshift(node);
    this.#holder.replaceChildren(...path.map((node) => item(session, layout, node, node === selected)));
    if (selected >= 0) this.#tree.setAttribute('aria-activedescendant', `flame-${selected}`);
    else this.#tree.removeAttribute('aria-activedescendant');
  }
}

function item(session: Session, layout: FlameLayout, node: number, selected: boolean): HTMLElement {
  const facts = flameFacts(session, layout, node).map(([name, value]) => `${name} ${value}`);
  const { tree } = layout;
  let level = 1;
  for (let above = tree.parent[node]!; above >= 0; above = tree.parent[above]!) level++;
  return el(
    'div',
    {
      attrs: {
        id: `flame-${node}`,
        role: 'treeitem',
        'aria-level': String(level),
        'aria-posinset': String(tree.position[node]),
        'aria-setsize': String(tree.siblingCount(node)),
        'aria-selected': String(selected),
      },
    },
    [flameTitle(session, layout, node), ...facts].join(', '),
  );
}
