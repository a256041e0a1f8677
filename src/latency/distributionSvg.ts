import type { LatencyBar } from '../core/latencyProtocol.ts';
import { formatDuration } from '../core/time.ts';

const WIDTH = 320;
const HEIGHT = 72;
const AXIS = 16;
const GAP = 2;

/** Colours that stand out on light and dark grounds alike: an image knows nothing of the editor's theme. */
const INK = { bar: '#3b8eea', mark: '#e5702a', text: '#8c8c8c' };

/** A picture of how many calls took how long, on a logarithmic scale from the shortest to the longest, the p95 marked. Holds numbers only. */
export function distributionSvg(bars: readonly LatencyBar[], p95Ns: number): string {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const width = WIDTH / Math.max(1, bars.length);
  const ground = HEIGHT - AXIS;
  const marked = bars.findIndex(({ upToNs }) => upToNs >= p95Ns);
  const shapes = bars.map(({ count }, i) => {
    // The square root, so that one slow call among thousands is still seen.
    const height = count === 0 ? 0 : Math.max(2, Math.sqrt(count / most) * (ground - 4));
    const [x, y] = [i * width, ground - height].map((value) => value.toFixed(1));
    const fill = marked >= 0 && i >= marked ? INK.mark : INK.bar;
    return `<rect x="${x}" y="${y}" width="${Math.max(1, width - GAP).toFixed(1)}" height="${height.toFixed(1)}" rx="1" fill="${fill}"/>`;
  });
  const [first, last] = [bars[0], bars.at(-1)];
  const label = (x: number, anchor: string, text: string): string =>
    `<text x="${x}" y="${HEIGHT - 3}" text-anchor="${anchor}" font-family="sans-serif" font-size="11" fill="${INK.text}">${text}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">`,
    ...shapes,
    `<rect x="0" y="${ground}" width="${WIDTH}" height="1" fill="${INK.text}"/>`,
    ...(first && last
      ? [label(0, 'start', formatDuration(first.upToNs)), label(WIDTH, 'end', formatDuration(last.upToNs))]
      : []),
    '</svg>',
  ].join('');
}
