import { formatDuration } from '../../src/core/time.ts';
import { FIGURE_COLUMNS } from './columnLayout.ts';
import { ROW_PX, type Scene } from './scene.ts';

/** The columns of figures of one row, right aligned. */
export function drawFigures(
  context: CanvasRenderingContext2D,
  scene: Scene,
  row: number,
  y: number,
  textColor: string | undefined,
): void {
  const { theme, text } = scene;
  context.fillStyle = textColor ?? theme.dim;
  let right = scene.labelWidthPx;
  for (const [index, figure] of figures(scene, row).entries()) {
    right += FIGURE_COLUMNS[index]!.widthPx;
    context.fillText(figure, right - 10 - text.width(figure), y + ROW_PX / 2);
  }
}

function figures(scene: Scene, row: number): readonly string[] {
  const { trace, folding, critical, selfNs } = scene;
  const repeat = folding.foldedAt(row);
  const share = (ns: number): string => threeDigits((ns / Math.max(1, trace.header.durationNs)) * 100);
  if (repeat >= 0) return ['', share(folding.repeats!.totalNs[repeat]!), ''];
  const own = selfNs === undefined ? '…' : formatDuration(selfNs[row]!);
  return [own, share(trace.columns.durationNs[row]!), critical === undefined ? '' : criticalText(scene, row)];
}

/** A collapsed row speaks for what is below it as well. */
function criticalText({ folding, critical }: Scene, row: number): string {
  const { ownNs, subtreeFromNs, subtreeToNs } = critical!;
  const ns = folding.isCollapsed(row) ? Math.max(0, subtreeToNs[row]! - subtreeFromNs[row]!) : ownNs[row]!;
  return ns > 0 ? formatDuration(ns) : '–';
}

function threeDigits(percent: number): string {
  return percent >= 99.95 ? '100' : percent >= 10 ? percent.toFixed(0) : percent >= 0.1 ? percent.toFixed(1) : '<0.1';
}
