import { servesNextRoute } from './nextRoute.ts';
import { callHits } from './sourceText/callHits.ts';
import { clientHits } from './sourceText/clientHits.ts';
import { middlewareHits, mayHoldMiddleware } from './sourceText/middlewareHits.ts';
import { mountHits } from './sourceText/mountHits.ts';
import { nextHits } from './sourceText/nextHits.ts';
import { mayHoldSpanTemplate, spanTemplateHits } from './sourceText/spanTemplateHits.ts';
import type { SpanLiteral } from './spanLiterals.ts';
import { EVIDENCE, type LiteralHit } from './sourceText/literalHit.ts';
import { mayInstrumentFunctions } from './sourceText/instrumentedFunctions.ts';
import { queryHits, statementHits } from './sourceText/queryHits.ts';
import { lastFixed } from './sourceText/routeTemplate.ts';
import { mayHoldSegment, routeHits } from './sourceText/routeHits.ts';
import { rpcHits, rpcNames } from './sourceText/rpcHits.ts';
import { scanSource, type ScannedSource } from './sourceText/scanSource.ts';
import { sourceLanguageOf, type SourceLanguage } from './sourceText/sourceLanguage.ts';
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
    case 'middleware':
      return mayHoldMiddleware(source, literal.text);
    case 'mount':
      return source.includes('use(') && mayHoldSegment(source, literal.segments.at(-1)!);
    case 'next-route':
      return source.includes('export');
    case 'path':
      return holdsAny(source, literal.segments);
    case 'address':
      return holdsAny(source, literal.text.split('/'));
    case 'call':
      return source.includes(literal.method === '__construct' ? literal.typeName : literal.method);
    case 'span-template':
      return mayHoldSpanTemplate(source, literal.text);
  }
}

/** Numbers and versions are no words of the code. */
function holdsAny(source: string, segments: readonly string[]): boolean {
  return segments.some((segment) => /\p{L}{3}/u.test(segment) && mayHoldSegment(source, segment));
}

/** Whether a file may hold it, by its path with slashes alone. */
export function mayBeIn(path: string, literal: SpanLiteral): boolean {
  switch (literal.kind) {
    case 'next-route':
      return servesNextRoute(path, literal);
    case 'middleware':
    case 'mount':
      return sourceLanguageOf(path) === 'javascript';
    case 'query':
      return true;
    case 'span-name':
    case 'route':
    case 'rpc':
    case 'topic':
    case 'path':
    case 'address':
    case 'call':
    case 'span-template':
      return sourceLanguageOf(path) !== 'sql';
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
      return language === 'sql' ? statementHits(scanned.source, literal.text) : queryHits(scanned, literal.text);
    case 'topic':
      return topicHits(scanned, literal);
    case 'middleware':
      return middlewareHits(scanned, literal.text);
    case 'mount':
      return mountHits(scanned, literal.segments);
    case 'next-route':
      return nextHits(scanned, literal);
    case 'path':
      return routeHits(scanned, { ...literal, isPath: true }, language);
    case 'address':
      return clientHits(scanned, literal.text, language);
    case 'call':
      return callHits(scanned, literal);
    case 'span-template':
      return spanTemplateHits(scanned, literal.text, language);
  }
}
