import { enclosingCall } from './enclosingCall.ts';
import { LineStarts } from '../lineStarts.ts';
import type { LiteralHit } from './literalHit.ts';
import { endsWith, routeSegments, type RouteSegments } from './routeTemplate.ts';
import type { ScannedSource } from './scanSource.ts';
import { stringTexts } from './stringText.ts';

/** Where a router is put below this path: `app.use('/orders', router)`. */
export function mountHits(scanned: ScannedSource, wanted: RouteSegments): readonly LiteralHit[] {
  const lines = new LineStarts(scanned.source);
  const hits: LiteralHit[] = [];
  for (const string of scanned.strings) {
    if (!string.whole || string.end - string.start > 200) continue;
    const segments = stringTexts(scanned, string).map(routeSegments)[0];
    if (!segments || segments.length === 0 || !endsWith(wanted, segments)) continue;
    if (enclosingCall(scanned, string)?.name !== 'use') continue;
    // What is told elsewhere may be a router around this one.
    hits.push({
      line: lines.lineNumberOf(string.start),
      evidence: segments.length === wanted.length ? 'made' : 'tail',
    });
  }
  return hits;
}
