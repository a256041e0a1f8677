import { literalHits, mayBeIn } from '../core/literalHits.ts';
import type { Base1 } from '../core/position.ts';
import type { Confidence } from '../core/protocol.ts';
import { EVIDENCE, type Evidence, type LiteralHit } from '../core/sourceText/literalHit.ts';
import { sdkLanguage, sourceLanguageOf } from '../core/sourceText/sourceLanguage.ts';
import type { SpanLiteral } from '../core/spanLiterals.ts';
import type { FilePlaces } from './filePlaces.ts';
import type { FoundPlace, Located } from './located.ts';
import type { GatedFile } from './pathGate.ts';
import { shortText } from './shortText.ts';
import { isTestFile } from './testFile.ts';
import type { TextAnswer, TextSearch } from './textSearch.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/** A picker of more is no help; a source map may lead each to several files. */
const MAX_CANDIDATES = 10;

/** What is known of the span beside its literals. Untrusted text. */
export interface LiteralContext {
  readonly service: string;
  /** The resource's `telemetry.sdk.language`. */
  readonly language?: string | undefined;
}

/** Only what is made of these is hardly ever made in two places. */
const TELLING: ReadonlySet<SpanLiteral['kind']> = new Set([
  'span-name',
  'route',
  'middleware',
  'mount',
  'next-route',
  'path',
]);

interface CodeHit {
  readonly file: GatedFile;
  readonly line: Base1;
  readonly evidence: Evidence;
}

interface Choice {
  readonly hits: readonly CodeHit[];
  readonly test: boolean;
}

/**
 * A span that says nothing of its code shares texts with it: its name, its route, its statement. The place where such a text makes
 * what the span is of; never `exact`, as another place may make the same.
 */
export class LiteralRung {
  readonly #search: TextSearch;
  readonly #places: FilePlaces;

  constructor(search: TextSearch, places: FilePlaces) {
    this.#search = search;
    this.#places = places;
  }

  /** `undefined` when no literal is found. The literals' order is that of trust. Rejects with a `cancelled` Problem. */
  async locate(
    literals: readonly SpanLiteral[],
    context: LiteralContext,
    signal: AbortSignal,
  ): Promise<Located | undefined> {
    let best: Located | undefined;
    for (const literal of literals) {
      const answer = await this.#find(literal, context.language, signal);
      const choice = chosen(answer, context.service);
      const located = choice && (await this.#located(literal, choice, answer.complete));
      throwIfCancelled(signal);
      if (located?.state === 'found' && located.confidence !== 'guess') return located;
      if (!best || (best.state !== 'found' && located?.state === 'found')) best = located;
    }
    return best;
  }

  /** A file changed, came or went; without a path: anything may have. */
  invalidate(path?: string): void {
    this.#search.invalidate(path);
  }

  #find(
    literal: SpanLiteral,
    sdk: string | undefined,
    signal: AbortSignal,
  ): Promise<TextAnswer<readonly LiteralHit[]>> {
    const wanted = sdk === undefined ? undefined : sdkLanguage(sdk);
    return this.#search.search(
      {
        accepts: (path) => {
          const language = sourceLanguageOf(path);
          const isOfLanguage =
            language !== undefined && (wanted === undefined || language === wanted || language === 'sql');
          return isOfLanguage && mayBeIn(path.replaceAll('\\', '/'), literal);
        },
        look: (text, path) => {
          const language = sourceLanguageOf(path);
          const hits = language === undefined ? [] : literalHits(text, literal, language);
          return hits.length === 0 ? undefined : hits;
        },
      },
      signal,
    );
  }

  async #located(literal: SpanLiteral, { hits, test }: Choice, complete: boolean): Promise<Located | undefined> {
    const isOnly = hits.length === 1 && complete && !test;
    const places: FoundPlace[] = [];
    for (const { file, line, evidence } of hits.slice(0, MAX_CANDIDATES)) {
      const confidence = isOnly ? confidenceOf(literal, evidence) : 'guess';
      const clauses = [clauseOf(literal, file, evidence)];
      places.push(...(await this.#places.of({ file, line, column: undefined, confidence, clauses })));
    }
    const distinct = places.filter((place, i) => places.findIndex((other) => samePlace(place, other)) === i);
    const [only] = distinct;
    if (!only) return undefined;
    if (distinct.length === 1 && hits.length <= MAX_CANDIDATES) return only;
    return {
      state: 'ambiguous',
      candidates: distinct.slice(0, MAX_CANDIDATES).map(({ path, line, column }) => ({ path, line, column })),
      reason: `${capital(nameOf(literal))} stands in ${hits.length} places.`,
    };
  }
}

/** The hits with the best evidence: of the code before that of its tests, of the service before that of others. */
function chosen({ matches }: TextAnswer<readonly LiteralHit[]>, service: string): Choice | undefined {
  const all = matches.flatMap(({ file, found }) => found.map((hit) => ({ file, ...hit })));
  const code = all.filter(({ file }) => !isTestFile(file.relativePath));
  const counted = code.length > 0 ? code : all;
  const evidence = EVIDENCE.find((kind) => counted.some((hit) => hit.evidence === kind));
  if (evidence === undefined) return undefined;
  const equal = counted.filter((hit) => hit.evidence === evidence);
  const own = equal.filter(({ file }) => isOfService(file, service));
  return { hits: own.length > 0 ? own : equal, test: code.length === 0 };
}

/** Only what cannot well be another place is likely. */
function confidenceOf({ kind }: SpanLiteral, evidence: Evidence): Confidence {
  if (evidence === 'function') return kind === 'span-name' || kind === 'middleware' ? 'likely' : 'guess';
  return evidence === 'made' && TELLING.has(kind) ? 'likely' : 'guess';
}

function clauseOf(literal: SpanLiteral, { relativePath }: GatedFile, evidence: Evidence): string {
  const name = nameOf(literal);
  if (evidence === 'tail' && literal.kind !== 'mount') return `the end of ${name} is served in ${relativePath}`;
  switch (literal.kind) {
    case 'rpc':
      if (evidence === 'function') return `${name} is declared in ${relativePath}`;
      break;
    case 'middleware':
      return evidence === 'made'
        ? `${name} is declared in ${relativePath}`
        : `${name} is put in use in ${relativePath}`;
    case 'mount':
      return `${name} is put in use in ${relativePath}`;
    case 'next-route':
    case 'path':
      return `${name} is served in ${relativePath}`;
    case 'address':
      return `${name} is asked for in ${relativePath}`;
    case 'call':
      return `${name} is called in ${relativePath}`;
    case 'span-template':
      return `${name} may be put together in ${relativePath} where a span is started`;
    case 'span-name':
    case 'route':
    case 'query':
    case 'topic':
      break;
  }
  if (evidence === 'function') return `${name} is that of an instrumented function in ${relativePath}`;
  if (literal.kind === 'span-name' && evidence === 'made')
    return `${name} stands in ${relativePath} where a span is started`;
  if (literal.kind === 'route') return `${name} is served in ${relativePath}`;
  return `${name} stands in ${relativePath}`;
}

function nameOf(literal: SpanLiteral): string {
  const text = shortText(literal.text);
  switch (literal.kind) {
    case 'span-name':
      return `the span's name "${text}"`;
    case 'route':
      return `the route ${literal.method === undefined ? '' : `${literal.method} `}${text}`;
    case 'rpc':
      return `the procedure ${text}`;
    case 'query':
      return `the statement "${text}"`;
    case 'topic':
      return `the topic "${text}"`;
    case 'middleware':
      return `the middleware ${text}`;
    case 'mount':
      return `the router of ${text}`;
    case 'next-route':
      return `the route ${text} of Next.js`;
    case 'path':
      return `the path ${text}`;
    case 'address':
      return `the address ${text}`;
    case 'call':
      return `the method ${text}`;
    case 'span-template':
      return `the span's name "${text}"`;
  }
}

/** Below a folder, or in a workspace folder, called like the service: `cart`, `Cart.Service`, `cart-svc`. */
function isOfService({ relativePath, root }: GatedFile, service: string): boolean {
  const wanted = folded(service);
  if (wanted === '') return false;
  return [root.name, ...relativePath.split('/').slice(0, -1)].some((folder) => folded(folder) === wanted);
}

function folded(name: string): string {
  const plain = name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  return plain.length > 7 || plain.endsWith('svc') ? plain.replace(/(?:service|svc)$/, '') : plain;
}

function samePlace(a: FoundPlace, b: FoundPlace): boolean {
  return a.path === b.path && a.line === b.line;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
