import { baseName, classifyPath } from '../core/paths.ts';
import { mountedModules, type MountedModule } from '../core/sourceText/mountedModules.ts';
import { mayHoldSegment, routeHits } from '../core/sourceText/routeHits.ts';
import { isFixed } from '../core/sourceText/routeTemplate.ts';
import { scanSource } from '../core/sourceText/scanSource.ts';
import { sdkLanguage, sourceLanguageOf, type SourceLanguage } from '../core/sourceText/sourceLanguage.ts';
import type { LiteralHit } from '../core/sourceText/literalHit.ts';
import type { SpanLiteral } from '../core/spanLiterals.ts';
import type { FilePlaces } from './filePlaces.ts';
import type { FoundPlace, Located } from './located.ts';
import { oneOrChoice } from './oneOrChoice.ts';
import { shortText } from './shortText.ts';
import { isTestFile } from './testFile.ts';
import type { TextMatch, TextSearch } from './textSearch.ts';

type RouteLiteral = SpanLiteral & { readonly kind: 'route' };

/** The files that only say what they hold: their folder has the name. */
const INDEX = new Set(['index', '__init__', 'mod']);

/** A route whose beginning one file tells and whose end another: where the one puts the other's routes below a path. */
export class MountedRouteRung {
  readonly #search: TextSearch;
  readonly #places: FilePlaces;

  constructor(search: TextSearch, places: FilePlaces) {
    this.#search = search;
    this.#places = places;
  }

  /** `undefined` when no two files make the route. Rejects with a `cancelled` Problem. */
  async locate(
    literals: readonly SpanLiteral[],
    sdk: string | undefined,
    signal: AbortSignal,
  ): Promise<Located | undefined> {
    const route = literals.find((literal) => literal.kind === 'route');
    if (!route) return undefined;
    const wanted = sdk === undefined ? undefined : sdkLanguage(sdk);
    const isOf = (path: string): boolean => {
      const language = sourceLanguageOf(path);
      return language !== undefined && (wanted === undefined || language === wanted);
    };
    const mounts = await this.#search.search(
      { accepts: isOf, look: (text, path) => mountsIn(text, path, route) },
      signal,
    );
    const modules = mounts.matches.filter(isCode).flatMap(({ found }) => found);
    if (modules.length === 0) return undefined;
    const served = await this.#search.search(
      {
        accepts: (path) => isOf(path) && modules.some(({ names }) => names.has(moduleName(path))),
        look: (text, path) => servedIn(text, path, route, modules),
      },
      signal,
    );
    return this.#located(route, served.matches.filter(isCode), mounts.complete);
  }

  async #located(
    { text }: RouteLiteral,
    matches: readonly TextMatch<readonly LiteralHit[]>[],
    complete: boolean,
  ): Promise<Located | undefined> {
    const places: FoundPlace[] = [];
    const hits = matches.flatMap(({ file, found }) => found.map((hit) => ({ file, ...hit })));
    for (const { file, line, evidence } of hits) {
      const confidence = complete && hits.length === 1 && evidence === 'made' ? 'likely' : 'guess';
      const clauses = [
        `the route ${shortText(text)} ends in ${file.relativePath}, whose routes another file puts below its beginning`,
      ];
      places.push(...(await this.#places.of({ file, line, column: undefined, confidence, clauses })));
    }
    return oneOrChoice(places, (count) => `The route ${shortText(text)} may end in ${count} places.`);
  }
}

function isCode({ file }: TextMatch<unknown>): boolean {
  return !isTestFile(file.relativePath);
}

function mountsIn(text: string, path: string, { segments }: RouteLiteral): readonly MountedModule[] | undefined {
  if (!segments.some((segment) => isFixed(segment) && mayHoldSegment(text, segment))) return undefined;
  const found = mountedModules(scanSource(text, languageOf(path)), segments);
  return found.length === 0 ? undefined : found;
}

function servedIn(
  text: string,
  path: string,
  { method }: RouteLiteral,
  modules: readonly MountedModule[],
): readonly LiteralHit[] | undefined {
  const scanned = scanSource(text, languageOf(path));
  const name = moduleName(path);
  const hits = modules
    .filter(({ names }) => names.has(name))
    .flatMap(({ rest, fromStart }) =>
      routeHits(scanned, { segments: rest, method }, languageOf(path))
        .filter(({ evidence }) => evidence === 'made' || evidence === 'unclear')
        .map(({ line, evidence }): LiteralHit => ({ line, evidence: fromStart ? evidence : 'unclear' })),
    );
  return hits.length === 0 ? undefined : hits;
}

/** `sourceLanguageOf` has been asked before. */
function languageOf(path: string): SourceLanguage {
  return sourceLanguageOf(path)!;
}

function moduleName(path: string): string {
  const file = classifyPath(path);
  if (file.kind === 'refused') return '';
  const name = baseName(file).replace(/\.[^.]*$/, '');
  return INDEX.has(name) ? (file.segments.at(-2) ?? '') : name;
}
