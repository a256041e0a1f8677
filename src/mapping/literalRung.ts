import { literalHits } from '../core/literalHits.ts';
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
          return language !== undefined && (wanted === undefined || language === wanted);
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
  const isMade = evidence === 'made' || (evidence === 'function' && kind === 'span-name');
  return isMade && (kind === 'span-name' || kind === 'route') ? 'likely' : 'guess';
}

function clauseOf(literal: SpanLiteral, { relativePath }: GatedFile, evidence: Evidence): string {
  const name = nameOf(literal);
  if (evidence === 'tail') return `the end of ${name} is served in ${relativePath}`;
  if (evidence === 'function')
    return literal.kind === 'rpc'
      ? `${name} is declared in ${relativePath}`
      : `${name} is that of an instrumented function in ${relativePath}`;
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
