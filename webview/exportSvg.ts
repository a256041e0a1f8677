import { visibleText } from '../src/core/visibleText.ts';
import { formatDuration } from '../src/core/time.ts';
import { SvgContext } from './svgContext.ts';
import { drawRows } from './waterfall/drawRows.ts';
import { drawRuler } from './waterfall/drawRuler.ts';
import { ROW_PX } from './waterfall/scene.ts';
import type { WaterfallPicture } from './waterfall/waterfall.ts';

const SVG = 'http://www.w3.org/2000/svg';
const TITLE_PX = 30;
const NOTE_PX = 24;
const PAD_PX = 12;

/**
 * The waterfall as an SVG document: a title, the ruler and the rows as they are on the screen, by the same drawing code, in the
 * theme's colours. Rows past the picture's are counted in a line below. Event marks are there as far as they were on the screen.
 */
export function exportSvg({ scene, rulerAxis, rulerText, rulerPx, chartLeftPx, rows, left }: WaterfallPicture): string {
  const { theme, trace, widthPx } = scene;
  const { header } = trace;
  const heightPx = TITLE_PX + rulerPx + rows * ROW_PX + (left > 0 ? NOTE_PX : 0);
  const root = document.createElementNS(SVG, 'svg');
  for (const [name, value] of Object.entries({
    width: String(widthPx),
    height: String(heightPx),
    viewBox: `0 0 ${widthPx} ${heightPx}`,
    'font-family': theme.fontFamily,
  }))
    root.setAttribute(name, value);
  const first = trace.loaded > 0 ? `${trace.serviceOf(0)} ${trace.nameOf(0)}` : '';
  const title = document.createElementNS(SVG, 'title');
  title.textContent = `Trace ${header.traceId}: ${first}`;
  root.append(title);

  const context = new SvgContext(root);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, widthPx, heightPx);
  context.font = `${theme.fontSizePx}px ${theme.fontFamily}`;
  context.fillStyle = theme.foreground;
  const spans = `${header.count.toLocaleString('en')} ${header.count === 1 ? 'span' : 'spans'}`;
  const facts = `${formatDuration(header.durationNs)} · ${spans} · trace ${header.traceId} · ${visibleText(trace.source)}`;
  context.fillText(scene.text.fit(`${first} · ${facts}`, widthPx - 2 * PAD_PX), PAD_PX, TITLE_PX / 2);
  context.save();
  context.translate(chartLeftPx, TITLE_PX);
  drawRuler(context.asCanvas, theme, rulerText, rulerAxis, scene.stepNs, rulerPx, undefined);
  context.restore();
  context.translate(0, TITLE_PX + rulerPx);
  drawRows(context.asCanvas, scene);
  if (left > 0) {
    context.fillStyle = theme.dim;
    context.fillText(`and ${left.toLocaleString('en')} more rows`, PAD_PX, rows * ROW_PX + NOTE_PX / 2);
  }
  return new XMLSerializer().serializeToString(root);
}
