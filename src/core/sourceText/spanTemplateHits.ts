import { enclosingCall } from './enclosingCall.ts';
import { LineStarts } from '../lineStarts.ts';
import type { LiteralHit } from './literalHit.ts';
import { makesSpan } from './makesSpan.ts';
import type { ScannedSource } from './scanSource.ts';
import type { SourceLanguage } from './sourceLanguage.ts';
import { startsSpan } from './spanNameHits.ts';
import { fitsTemplate, textTemplates } from './textTemplates.ts';

/** A quick look: it makes spans, and holds a word of the name. */
export function mayHoldSpanTemplate(source: string, name: string): boolean {
  return makesSpan(source) && name.split(/[^\p{L}]+/u).some((word) => word.length > 2 && source.includes(word));
}

/** Where a source text starts spans whose names are put together and may be this one: `restock #{sku}` for `restock pear`. */
export function spanTemplateHits(
  scanned: ScannedSource,
  name: string,
  language: SourceLanguage,
): readonly LiteralHit[] {
  const lines = new LineStarts(scanned.source);
  return textTemplates(scanned, language)
    .filter((template) => fitsTemplate(name, template))
    .flatMap(({ index }) => {
      const string = scanned.strings[index]!;
      const call = enclosingCall(scanned, string);
      const isName = call !== undefined && startsSpan(call, scanned, index);
      return isName ? [{ line: lines.lineNumberOf(string.start), evidence: 'unclear' as const }] : [];
    });
}
