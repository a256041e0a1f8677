import { Atom } from './store.ts';
import { contrast, ensureContrast, luminance, type Rgb, servicePalette } from './palette.ts';

/** The editor's colours and fonts as the canvases need them. */
export interface Theme {
  readonly highContrast: boolean;
  readonly fontFamily: string;
  readonly fontSizePx: number;
  readonly background: string;
  readonly foreground: string;
  readonly dim: string;
  readonly border: string;
  readonly grid: string;
  readonly guide: string;
  readonly guideActive: string;
  readonly hover: string;
  readonly selected: string;
  readonly selectedText: string;
  readonly selectedInactive: string;
  readonly selectedInactiveText: string;
  readonly focus: string;
  /** Outline of hovered and selected rows; only high contrast has one. */
  readonly activeBorder: string | undefined;
  readonly error: string;
  readonly warning: string;
  readonly badge: string;
  readonly badgeText: string;
  readonly match: string;
  readonly matchCurrent: string;
  readonly matchMark: string;
  readonly skeleton: string;
  readonly brush: string;
  /** By palette slot: the bar, and text on it. */
  readonly bars: readonly string[];
  readonly barTexts: readonly string[];
  /** The same for pixel buffers: 0xAABBGGRR. */
  readonly barPixels: Uint32Array;
  readonly errorPixel: number;
}

/** The current theme, and every later one: VS Code rewrites the style of `<html>` and the classes of `<body>`. */
export function watchTheme(): Atom<Theme> {
  const theme = new Atom(readTheme());
  const observer = new MutationObserver(() => theme.set(readTheme()));
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-kind'] });
  return theme;
}

function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const parse = colorParser();
  const raw = (name: string): string => style.getPropertyValue(`--vscode-${name}`).trim();
  const color = (fallback: string, ...names: readonly string[]): string =>
    names.map(raw).find((value) => value !== '') ?? fallback;
  const highContrast = /vscode-high-contrast/.test(document.body.className);
  const background = color('#1f1f1f', 'editor-background');
  const backgroundRgb = parse(background);
  const dark = luminance(backgroundRgb) < 0.18;
  const foreground = color(dark ? '#cccccc' : '#3b3b3b', 'editor-foreground', 'foreground');
  const palette = servicePalette(backgroundRgb, highContrast);
  const error = ensureContrast(parse(color('#f14c4c', 'editorError-foreground', 'errorForeground')), backgroundRgb);
  const hover = color(dark ? '#2a2d2e' : '#f2f2f2', 'list-hoverBackground');
  return {
    highContrast,
    fontFamily: color('system-ui, sans-serif', 'font-family'),
    fontSizePx: Number.parseFloat(raw('font-size')) || 13,
    background,
    foreground,
    dim: dimmed(parse(foreground), backgroundRgb, highContrast),
    border: color(dark ? '#2b2b2b' : '#e5e5e5', 'contrastBorder', 'editorGroup-border', 'panel-border'),
    grid: withAlpha(parse(foreground), highContrast ? 0.25 : 0.09),
    guide: color(withAlpha(parse(foreground), 0.2), 'tree-inactiveIndentGuidesStroke'),
    guideActive: color(withAlpha(parse(foreground), 0.4), 'tree-indentGuidesStroke'),
    hover: highContrast ? 'transparent' : hover,
    selected: color(highContrast ? 'transparent' : hover, 'list-activeSelectionBackground'),
    selectedText: color(foreground, 'list-activeSelectionForeground'),
    selectedInactive: color(hover, 'list-inactiveSelectionBackground', 'list-hoverBackground'),
    selectedInactiveText: color(foreground, 'list-inactiveSelectionForeground'),
    focus: color('#0078d4', 'list-focusOutline', 'focusBorder'),
    activeBorder: highContrast ? color(foreground, 'contrastActiveBorder') : undefined,
    error: css(error),
    warning: css(ensureContrast(parse(color('#cca700', 'editorWarning-foreground')), backgroundRgb)),
    badge: color('#616161', 'badge-background'),
    badgeText: color('#ffffff', 'badge-foreground'),
    match: color('rgba(234, 92, 0, 0.33)', 'editor-findMatchHighlightBackground'),
    matchCurrent: color('#9e6a03', 'editor-findMatchBackground'),
    matchMark: css(ensureContrast(parse(color('#d18616', 'editorOverviewRuler-findMatchForeground')), backgroundRgb)),
    skeleton: withAlpha(parse(foreground), 0.08),
    brush: withAlpha(parse(color('#0078d4', 'focusBorder')), 0.2),
    bars: palette.map(css),
    barTexts: palette.map((rgb) => (contrast(rgb, [0, 0, 0]) > contrast(rgb, [255, 255, 255]) ? '#000000' : '#ffffff')),
    barPixels: Uint32Array.from(palette, pixel),
    errorPixel: pixel(error),
  };
}

/** Reads any CSS colour the way the browser does; what lies under a see-through one is ignored. */
function colorParser(): (text: string) => Rgb {
  const context = document.createElement('canvas').getContext('2d');
  return (text) => {
    if (context === null) return [128, 128, 128];
    context.fillStyle = '#808080';
    context.fillStyle = text;
    const value = context.fillStyle;
    if (value.startsWith('#')) {
      const bits = Number.parseInt(value.slice(1), 16);
      return [bits >> 16, (bits >> 8) & 255, bits & 255];
    }
    const [r = 128, g = 128, b = 128] = (value.match(/[\d.]+/g) ?? []).map(Number);
    return [r, g, b];
  };
}

/**
 * Secondary text: the foreground three quarters of the way from the background. `descriptionForeground` will not do, in Light Modern it
 * is the foreground itself.
 */
function dimmed(foreground: Rgb, background: Rgb, highContrast: boolean): string {
  const share = highContrast ? 0.8 : 0.75;
  return css(
    foreground.map((byte, i) => Math.round(background[i]! + (byte - background[i]!) * share)) as unknown as Rgb,
  );
}

function css([r, g, b]: Rgb): string {
  return `rgb(${r}, ${g}, ${b})`;
}

function withAlpha([r, g, b]: Rgb, alpha: number): string {
  return `rgba(${r}, ${g}, ${b}, ${alpha})`;
}

function pixel([r, g, b]: Rgb): number {
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}
