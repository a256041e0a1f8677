import { el } from './el.ts';
import { icon, type IconName } from './icons.ts';

/** A toolbar button of the toolkit: an icon, named for screen readers and in its tooltip. */
export function iconButton(name: IconName, label: string, press: () => void, testid?: string): HTMLElement {
  return el(
    'vscode-button',
    {
      title: label,
      attrs: { appearance: 'icon', 'aria-label': label },
      on: { click: press },
      ...(testid === undefined ? {} : { testid }),
    },
    icon(name),
  );
}
