import { ICONS, type IconName } from '../icons.ts';

const PATHS = new Map<IconName, Path2D>();

/** What an icon's path was made from, for pictures that need it in writing. */
export function drawingOf(path: Path2D): string | undefined {
  for (const [name, known] of PATHS) if (known === path) return ICONS[name];
  return undefined;
}

/** Strokes an icon with its top left corner at (x, y). */
export function drawIcon(
  context: CanvasRenderingContext2D,
  name: IconName,
  x: number,
  y: number,
  color: string,
  lineWidth = 1.1,
): void {
  let path = PATHS.get(name);
  if (path === undefined) PATHS.set(name, (path = new Path2D(ICONS[name])));
  context.save();
  context.translate(x, y);
  context.strokeStyle = color;
  context.lineWidth = lineWidth;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.stroke(path);
  context.restore();
}

/** A filled disc with a cross: told from the other marks by shape as well as by colour. */
export function drawErrorMark(
  context: CanvasRenderingContext2D,
  centerX: number,
  centerY: number,
  color: string,
  background: string,
): void {
  context.fillStyle = color;
  context.beginPath();
  context.arc(centerX, centerY, 5.5, 0, 2 * Math.PI);
  context.fill();
  context.strokeStyle = background;
  context.lineWidth = 1.4;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(centerX - 2.1, centerY - 2.1);
  context.lineTo(centerX + 2.1, centerY + 2.1);
  context.moveTo(centerX + 2.1, centerY - 2.1);
  context.lineTo(centerX - 2.1, centerY + 2.1);
  context.stroke();
}

/** A ring: an error below, in rows that are not shown. */
export function drawErrorRing(
  context: CanvasRenderingContext2D,
  centerX: number,
  centerY: number,
  color: string,
): void {
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(centerX, centerY, 4.5, 0, 2 * Math.PI);
  context.stroke();
}

/** An event: a small diamond with an edge that keeps it apart from the bar. */
export function drawDiamond(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  color: string,
  background: string,
): void {
  context.beginPath();
  context.moveTo(x, y - 4.5);
  context.lineTo(x + 4.5, y);
  context.lineTo(x, y + 4.5);
  context.lineTo(x - 4.5, y);
  context.closePath();
  fillWithEdge(context, color, background);
}

/** An exception: a triangle, told from other events by shape as well as by colour. */
export function drawTriangle(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  color: string,
  background: string,
): void {
  context.beginPath();
  context.moveTo(x, y - 6);
  context.lineTo(x + 6, y + 5);
  context.lineTo(x - 6, y + 5);
  context.closePath();
  fillWithEdge(context, color, background);
}

function fillWithEdge(context: CanvasRenderingContext2D, color: string, background: string): void {
  context.strokeStyle = background;
  context.lineWidth = 2;
  context.lineJoin = 'round';
  context.stroke();
  context.fillStyle = color;
  context.fill();
}

export function fillRounded(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): void {
  context.beginPath();
  context.roundRect(x, y, width, height, Math.min(radius, width / 2));
  context.fill();
}
