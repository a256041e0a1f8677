import { LineStarts } from '../lineStarts.ts';
import type { LiteralHit } from './literalHit.ts';
import type { ScannedSource } from './scanSource.ts';
import { stringTexts } from './stringText.ts';

/** Where a string of a source text holds this part of a statement, white space aside; the line that the string begins in. */
export function queryHits(scanned: ScannedSource, run: string): readonly LiteralHit[] {
  const lines = new LineStarts(scanned.source);
  return scanned.strings
    .filter(({ start, end }) => end - start >= run.length)
    .filter((string) => stringTexts(scanned, string).some((text) => text.replaceAll(/\s+/g, ' ').includes(run)))
    .map(({ start }) => ({ line: lines.lineNumberOf(start), evidence: 'bare' }));
}

/** Where a file of statements holds this part of one, white space aside; the line that the part begins in. */
export function statementHits(source: string, run: string): readonly LiteralHit[] {
  const lines = new LineStarts(source);
  const words = [...source.matchAll(/\S+/g)];
  const folded = words.map(([word]) => word).join(' ');
  const hits: LiteralHit[] = [];
  let word = 0;
  let start = 0;
  for (let at = folded.indexOf(run); at >= 0; at = folded.indexOf(run, at + run.length)) {
    while (start + words[word]![0].length < at + 1) start += words[word++]![0].length + 1;
    hits.push({ line: lines.lineNumberOf(words[word]!.index), evidence: 'bare' });
  }
  return hits;
}
