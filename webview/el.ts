type Child = Node | string | undefined;

interface Props {
  readonly class?: string;
  readonly title?: string;
  readonly testid?: string;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
  /** Attributes by name; `undefined` leaves one out. */
  readonly attrs?: Readonly<Record<string, string | undefined>>;
}

/** Builds an element. Strings become text nodes: there is no way from trace text to markup. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props?: Props,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K];
export function el(tag: `vscode-${string}`, props?: Props, ...children: readonly Child[]): HTMLElement;
export function el(tag: string, props: Props = {}, ...children: readonly Child[]): HTMLElement {
  const element = document.createElement(tag);
  if (props.class !== undefined) element.className = props.class;
  if (props.title !== undefined) element.title = props.title;
  if (props.testid !== undefined) element.dataset['testid'] = props.testid;
  for (const [name, value] of Object.entries(props.attrs ?? {}))
    if (value !== undefined) element.setAttribute(name, value);
  for (const [type, listener] of Object.entries(props.on ?? {})) element.addEventListener(type, listener);
  for (const child of children) if (child !== undefined) element.append(child);
  return element;
}
