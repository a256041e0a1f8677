/** Line drawings on a 16 x 16 grid in the manner of VS Code's codicons; for SVG and canvas alike. */
export const ICONS = {
  chevronRight: 'M6 4l4 4-4 4',
  chevronDown: 'M4 6l4 4 4-4',
  chevronLeft: 'M10 4L6 8l4 4',
  arrowUp: 'M8 13V3.5M4 7.5l4-4 4 4',
  arrowDown: 'M8 3v9.5M4 8.5l4 4 4-4',
  more: 'M4 7.9v.2M8 7.9v.2M12 7.9v.2',
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  search: 'M10.5 6.5a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM9.5 9.5l4 4',
  filter: 'M2.5 3.5h11L9.5 8.5v3.5l-3 1.5v-5z',
  expandAll: 'M4.5 4.5v-2h9v9h-2M2.5 4.5h9v9h-9zM4.5 9h5M7 6.5v5',
  collapseAll: 'M4.5 4.5v-2h9v9h-2M2.5 4.5h9v9h-9zM4.5 9h5',
  fitWidth: 'M2.5 3v10M13.5 3v10M4.5 8h7M6.5 6l-2 2 2 2M9.5 6l2 2-2 2',
  settings: 'M2.5 4.5h6M11.5 4.5h2M8.5 3v3M2.5 11.5h2M7.5 11.5h6M4.5 10v3',
  services: 'M3 3.5h3v3H3zM3 9.5h3v3H3zM8.5 5h5M8.5 11h5',
  goToFile: 'M9 2.5H3.5v11h4M9 2.5v4h4M9 2.5l4 4M8.5 11.5h5M11.5 9.5l2 2-2 2',
  openLink: 'M9 3h4v4M13 3L7.5 8.5M11 9.5V13H3V5h3.5',
  warning: 'M8 2.5l6 11H2zM8 6.5v3.5M8 11.7v.6',
  info: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 7v4.5M8 4.7v.6',
  error: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  history: 'M2.6 6.2A5.7 5.7 0 1 1 2.3 8.6M2.5 3.2v3.2h3.2M8 5v3.3l2.3 1.5',
  lock: 'M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2M8 9.5v1.5',
  dash: 'M4.5 8h7',
  server: 'M2 8h6M5.5 5.5L8 8l-2.5 2.5M8.5 3.5h4v9h-4',
  client: 'M7.5 3.5h-4v9h4M7 8h6.5M11 5.5L13.5 8 11 10.5',
  producer: 'M3 12.5h10M8 10V3M5.5 5.5L8 3l2.5 2.5',
  consumer: 'M3 12.5h10M8 3v7M5.5 7.5L8 10l2.5-2.5',
} as const;
export type IconName = keyof typeof ICONS;

const SVG = 'http://www.w3.org/2000/svg';

/** An icon in the text's colour, hidden from screen readers: what carries it has a label. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}
