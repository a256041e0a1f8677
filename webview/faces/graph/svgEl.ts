const SVG = 'http://www.w3.org/2000/svg';

/** Builds an SVG element; strings become text nodes. Numbers are coordinates. */
export function svgEl<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attrs: Readonly<Record<string, string | number | undefined>>,
  ...children: readonly (Node | string | undefined)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attrs))
    if (value !== undefined)
      element.setAttribute(name, typeof value === 'number' ? String(Math.round(value * 10) / 10) : value);
  for (const child of children) if (child !== undefined) element.append(child);
  return element;
}
