import type { WaterfallCommands } from './commands.ts';

/** Keys that mean something beyond the tree. */
export interface KeyTargets {
  readonly openSource: () => void;
  readonly copySpanId: () => void;
  readonly focusSearch: () => void;
  readonly nextMatch: (backwards: boolean) => void;
  /** Escape: one step back, from the focus on a subtree first, then from the zoom, then from the search. */
  readonly escape: () => void;
  readonly help: () => void;
}

/** The tree's keys, as in VS Code's own trees, plus zoom and pan. */
export function listenOnKeys(tree: HTMLElement, commands: WaterfallCommands, targets: KeyTargets): void {
  const actions: Readonly<Record<string, () => void>> = {
    ArrowUp: () => commands.move(-1),
    ArrowDown: () => commands.move(1),
    PageUp: () => commands.movePages(-1),
    PageDown: () => commands.movePages(1),
    Home: () => commands.first(),
    End: () => commands.last(),
    ArrowLeft: () => commands.collapseOrParent(),
    ArrowRight: () => commands.expandOrChild(),
    Enter: targets.openSource,
    Escape: targets.escape,
    '/': targets.focusSearch,
    c: targets.copySpanId,
    '?': targets.help,
    f: () => commands.focusSelected(),
    e: () => commands.error(false),
    E: () => commands.error(true),
    p: () => commands.parent(),
    '[': () => commands.sibling(true),
    ']': () => commands.sibling(false),
    '+': () => commands.zoom(0.7),
    '=': () => commands.zoom(0.7),
    '-': () => commands.zoom(1 / 0.7),
    '0': () => commands.resetZoom(),
  };
  tree.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.shiftKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      event.preventDefault();
      commands.pan(event.key === 'ArrowLeft' ? -80 : 80);
      return;
    }
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
    if (action === undefined) return;
    event.preventDefault();
    action();
  });
  window.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f') {
      event.preventDefault();
      targets.focusSearch();
    } else if (event.key === 'F3') {
      event.preventDefault();
      targets.nextMatch(event.shiftKey);
    }
  });
}
