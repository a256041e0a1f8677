import { drawingOf } from './waterfall/shapes.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** What XML cannot hold, escaped or not. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
/** From the middle of a line of text to its baseline, as a share of the font's size: viewers differ on `dominant-baseline`. */
const MIDDLE = 0.35;

/** What the drawing code uses of a canvas. */
type Drawing = Pick<
  CanvasRenderingContext2D,
  | 'arc'
  | 'beginPath'
  | 'closePath'
  | 'fill'
  | 'fillRect'
  | 'fillText'
  | 'lineTo'
  | 'moveTo'
  | 'restore'
  | 'roundRect'
  | 'save'
  | 'setLineDash'
  | 'stroke'
  | 'strokeRect'
  | 'translate'
>;

interface Style {
  fillStyle: string;
  strokeStyle: string;
  globalAlpha: number;
  lineWidth: number;
  lineCap: string;
  lineJoin: string;
  font: string;
  textBaseline: string;
}

/**
 * Takes what is drawn on a canvas and makes SVG elements of it, so that a picture to keep is drawn by the same code as the one on the
 * screen. Text becomes text nodes and values become attributes: there is no way from trace text to markup.
 */
export class SvgContext implements Drawing, Style {
  fillStyle = '#000000';
  strokeStyle = '#000000';
  globalAlpha = 1;
  lineWidth = 1;
  lineCap = 'butt';
  lineJoin = 'miter';
  font = '';
  textBaseline = 'middle';
  readonly #parent: SVGElement;
  readonly #saved: (Style & { readonly x: number; readonly y: number })[] = [];
  #path = '';
  #dash: readonly number[] = [];
  #x = 0;
  #y = 0;

  constructor(parent: SVGElement) {
    this.#parent = parent;
  }

  /** For drawing code, which knows canvases only. */
  get asCanvas(): CanvasRenderingContext2D {
    return this as unknown as CanvasRenderingContext2D;
  }

  save(): void {
    const { fillStyle, strokeStyle, globalAlpha, lineWidth, lineCap, lineJoin, font, textBaseline } = this;
    const style = { fillStyle, strokeStyle, globalAlpha, lineWidth, lineCap, lineJoin, font, textBaseline };
    this.#saved.push({ ...style, x: this.#x, y: this.#y });
  }

  restore(): void {
    const saved = this.#saved.pop();
    if (saved === undefined) return;
    const { x, y, ...style } = saved;
    Object.assign(this, style);
    this.#x = x;
    this.#y = y;
  }

  translate(x: number, y: number): void {
    this.#x += x;
    this.#y += y;
  }

  setLineDash(segments: readonly number[]): void {
    this.#dash = segments;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    if (width > 0 && height > 0) this.#add('rect', { ...this.#box(x, y, width, height), ...this.#fill() });
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#add('rect', { ...this.#box(x, y, width, height), ...this.#stroke() });
  }

  fillText(text: string, x: number, y: number): void {
    if (text === '') return;
    const size = Number.parseFloat(/([\d.]+)px/.exec(this.font)?.[1] ?? '12');
    const baseline = this.textBaseline === 'middle' ? y + size * MIDDLE : y;
    const element = this.#add('text', {
      x: round(this.#x + x),
      y: round(this.#y + baseline),
      'font-size': round(size),
      ...this.#fill(),
    });
    element.textContent = text.replace(NOT_XML, '\uFFFD');
  }

  beginPath(): void {
    this.#path = '';
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${this.#at(x, y)}`;
  }

  lineTo(x: number, y: number): void {
    this.#path += `L${this.#at(x, y)}`;
  }

  closePath(): void {
    this.#path += 'Z';
  }

  /** Whole circles; nothing here draws other arcs. */
  arc(x: number, y: number, radius: number): void {
    const r = round(radius);
    this.#path += `M${this.#at(x - radius, y)}A${r} ${r} 0 1 0 ${this.#at(x + radius, y)}A${r} ${r} 0 1 0 ${this.#at(x - radius, y)}Z`;
  }

  roundRect(
    x: number,
    y: number,
    width: number,
    height: number,
    radii?: number | DOMPointInit | Iterable<number | DOMPointInit>,
  ): void {
    if (width <= 0 || height <= 0) return;
    const radius = Math.min(typeof radii === 'number' ? radii : 0, width / 2, height / 2);
    const [right, bottom, r] = [x + width, y + height, round(radius)];
    const corner = (toX: number, toY: number): string => `A${r} ${r} 0 0 1 ${this.#at(toX, toY)}`;
    this.#path +=
      `M${this.#at(x + radius, y)}L${this.#at(right - radius, y)}${corner(right, y + radius)}` +
      `L${this.#at(right, bottom - radius)}${corner(right - radius, bottom)}` +
      `L${this.#at(x + radius, bottom)}${corner(x, bottom - radius)}L${this.#at(x, y + radius)}${corner(x + radius, y)}Z`;
  }

  fill(): void {
    if (this.#path !== '') this.#add('path', { d: this.#path, ...this.#fill() });
  }

  stroke(path?: Path2D): void {
    const drawing = path === undefined ? this.#path : drawingOf(path);
    if (drawing === undefined || drawing === '') return;
    const moved = path === undefined ? {} : { transform: `translate(${this.#at(0, 0)})` };
    this.#add('path', { d: drawing, ...moved, ...this.#stroke() });
  }

  #at(x: number, y: number): string {
    return `${round(this.#x + x)} ${round(this.#y + y)}`;
  }

  #box(x: number, y: number, width: number, height: number): Readonly<Record<string, string>> {
    return { x: round(this.#x + x), y: round(this.#y + y), width: round(width), height: round(height) };
  }

  #fill(): Readonly<Record<string, string>> {
    return paint('fill', this.fillStyle, this.globalAlpha);
  }

  #stroke(): Readonly<Record<string, string>> {
    return {
      fill: 'none',
      ...paint('stroke', this.strokeStyle, this.globalAlpha),
      'stroke-width': round(this.lineWidth),
      ...(this.lineCap === 'butt' ? {} : { 'stroke-linecap': this.lineCap }),
      ...(this.lineJoin === 'miter' ? {} : { 'stroke-linejoin': this.lineJoin }),
      ...(this.#dash.length === 0 ? {} : { 'stroke-dasharray': this.#dash.join(' ') }),
    };
  }

  #add(name: 'rect' | 'path' | 'text', attributes: Readonly<Record<string, string>>): SVGElement {
    const element = document.createElementNS(SVG, name);
    if (attributes['fill'] === 'transparent' || attributes['stroke'] === 'transparent') return element;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    this.#parent.append(element);
    return element;
  }
}

/** A colour and how far one sees through it, apart: SVG before version 2 knows no colours with alpha. */
function paint(name: 'fill' | 'stroke', color: string, alpha: number): Readonly<Record<string, string>> {
  const rgba = /^rgba\(([\d.]+), ([\d.]+), ([\d.]+), ([\d.]+)\)$/.exec(color);
  const hex = /^(#[\da-f]{6})([\da-f]{2})$/i.exec(color);
  const own = rgba ? Number(rgba[4]) : hex ? Number.parseInt(hex[2]!, 16) / 255 : 1;
  const opacity = own * alpha;
  return {
    [name]: rgba ? `rgb(${rgba[1]}, ${rgba[2]}, ${rgba[3]})` : (hex?.[1] ?? color),
    ...(opacity === 1 ? {} : { [`${name}-opacity`]: round(opacity) }),
  };
}

/** Hundredths of a pixel are finer than any picture is looked at. */
function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
