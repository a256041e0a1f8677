import { ICONS, type IconName } from '../icons.ts';

const PATHS = new Map<IconName, Path2D>();

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
