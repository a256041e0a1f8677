import { LineStarts } from './lineStarts.ts';
import type { LiteralHit } from './literalHit.ts';
import type { ScannedSource } from './scanSource.ts';
import { stringTexts } from './stringText.ts';

/** Where a string of a source text holds this part of a statement, white space aside; the line that the string begins in. */
export function queryHits(scanned: ScannedSource, run: string): readonly LiteralHit[] {
  const lines = new LineStarts(scanned.source);
  return scanned.strings
    .filter(({ start, end }) => end - start >= run.length)
    .filter((string) => stringTexts(scanned, string).some((text) => text.replaceAll(/\s+/g, ' ').includes(run)))
    .map(({ start }) => ({ line: lines.lineOf(start), evidence: 'bare' }));
}
