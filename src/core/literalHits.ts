import type { SpanLiteral } from './spanLiterals.ts';
import { EVIDENCE, type LiteralHit } from './sourceText/literalHit.ts';
import { mayInstrumentFunctions } from './sourceText/instrumentedFunctions.ts';
import { queryHits } from './sourceText/queryHits.ts';
import { lastFixed } from './sourceText/routeTemplate.ts';
import { mayHoldSegment, routeHits } from './sourceText/routeHits.ts';
import { rpcHits, rpcNames } from './sourceText/rpcHits.ts';
import { scanSource, type ScannedSource } from './sourceText/scanSource.ts';
import type { SourceLanguage } from './sourceText/sourceLanguage.ts';
import { spanNameHits } from './sourceText/spanNameHits.ts';
import { topicHits } from './sourceText/topicHits.ts';

/**
 * The lines of a source text that seem to make what the literal names, in order, each once with its best evidence. Comments do not
 * count, nor does a text within a longer one. Takes time in proportion to the source; the literal is compared, never compiled.
 */
export function literalHits(source: string, literal: SpanLiteral, language: SourceLanguage): readonly LiteralHit[] {
  if (!mayHold(source, literal)) return [];
  const hits = hitsIn(scanSource(source, language), literal, language);
  const sorted = hits.toSorted(
    (a, b) => a.line - b.line || EVIDENCE.indexOf(a.evidence) - EVIDENCE.indexOf(b.evidence),
  );
  return sorted.filter(({ line }, i) => i === 0 || sorted[i - 1]!.line !== line);
}

/** A quick look: what a source must hold, whatever its language. */
function mayHold(source: string, literal: SpanLiteral): boolean {
  switch (literal.kind) {
    case 'span-name':
      return (
        source.includes(literal.text) || (source.includes(functionOf(literal.text)) && mayInstrumentFunctions(source))
      );
    case 'route':
      return mayHoldSegment(source, lastFixed(literal.segments)!);
    case 'rpc':
      return rpcNames(literal.text).some((name) => source.includes(name));
    case 'query':
      return literal.text.split(' ').every((word) => source.includes(word));
    case 'topic':
      return source.includes(literal.text);
  }
}

/** Instrumented functions are named `Cart.price` or `Ns\Cart::price`. */
function functionOf(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':')) + 1);
}

function hitsIn(scanned: ScannedSource, literal: SpanLiteral, language: SourceLanguage): readonly LiteralHit[] {
  switch (literal.kind) {
    case 'span-name':
      return spanNameHits(scanned, literal.text, language);
    case 'route':
      return routeHits(scanned, literal, language);
    case 'rpc':
      return rpcHits(scanned, literal, language);
    case 'query':
      return queryHits(scanned, literal.text);
    case 'topic':
      return topicHits(scanned, literal);
  }
}
