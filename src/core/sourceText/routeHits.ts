import { httpMethod, type HttpMethod } from '../httpMethod.ts';
import { LineStarts } from '../lineStarts.ts';
import type { Evidence, LiteralHit } from './literalHit.ts';
import { annotationsAround, routeCall } from './routeCall.ts';
import { RoutePrefixes } from './routePrefixes.ts';
import { endsWith, isFixed, lastFixed, routeSegments, type RouteSegments } from './routeTemplate.ts';
import type { ScannedSource, SourceString } from './scanSource.ts';
import type { SourceLanguage } from './sourceLanguage.ts';
import { stringTexts } from './stringText.ts';

const MAX_CHARS = 300;
/** In one file: more are no routes of people. */
const MAX_PLACES = 500;
/** Where a path without a slash is none, but for annotations. */
const SLASHED: ReadonlySet<SourceLanguage> = new Set(['javascript', 'go', 'rust']);
const ANNOTATED: ReadonlySet<SourceLanguage> = new Set(['jvm', 'javascript', 'dotnet']);
/** Go's `"GET /orders/{id}"`, with a host perhaps. */
const WITH_METHOD = /^([A-Z]{3,7})\s+[\w.-]{0,100}(\/.*)$/;
/** A method's annotation that leaves the path to the class. */
const PATHLESS =
  /@(Get|Post|Put|Delete|Patch|Head|Options)(?:Mapping)?(?:\s*\(\s*\))?(?![\w(])|\bHttp(Get|Post|Put|Delete|Patch)\s*(?:\(\s*\))?\s*[\],]|@(GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS)\b/g;

const BEFORE_SEGMENT = `/"'\`^`;
const AFTER_SEGMENT = `/"'\`?$({\\`;

interface Wanted {
  readonly segments: RouteSegments;
  readonly method: HttpMethod | undefined;
  /** What was asked for: its segments are fixed, and parameters of the code stand for them. */
  readonly isPath?: boolean;
}

/** A quick look: it stands there as one, or in the name of a class that ASP.NET calls a route after. */
export function mayHoldSegment(source: string, segment: string): boolean {
  for (let at = source.indexOf(segment); at >= 0; at = source.indexOf(segment, at + segment.length)) {
    const after = at + segment.length;
    if (source.startsWith('Controller', after)) return true;
    if (BEFORE_SEGMENT.includes(source.charAt(at - 1)) && AFTER_SEGMENT.includes(source.charAt(after))) return true;
  }
  return false;
}

/** Where a source text serves a route: in calls, annotations and tables of many frameworks, below prefixes of the same text. */
export function routeHits(scanned: ScannedSource, wanted: Wanted, language: SourceLanguage): readonly LiteralHit[] {
  const { source, code, strings } = scanned;
  const places = strings
    .flatMap((string, index) => (string.whole && mayEnd(source, string, wanted) ? [index] : []))
    .slice(0, MAX_PLACES);
  const pathless = wanted.method === undefined || !ANNOTATED.has(language) ? [] : [...code.matchAll(PATHLESS)];
  if (places.length + pathless.length === 0) return [];
  const lines = new LineStarts(source);
  const prefixes = new RoutePrefixes(scanned);
  const hits = pathlessHits(scanned, pathless.slice(0, MAX_PLACES), prefixes, wanted, lines);
  for (const index of places) {
    const string = strings[index]!;
    const evidence = stringTexts(scanned, string)
      .map((text) => evidenceOf(scanned, index, text, prefixes, wanted, language))
      .find((found) => found !== undefined);
    if (evidence) hits.push({ line: lines.lineNumberOf(string.start), evidence });
  }
  return hits;
}

/** A look without taking it apart: it ends like the route, or with a parameter, or is the root. */
function mayEnd(source: string, { start, end }: SourceString, { segments, isPath }: Wanted): boolean {
  if (end - start > MAX_CHARS) return false;
  if (end - start < 2) return true;
  const last = segments.at(-1);
  if (last === undefined) return false;
  const text = source.slice(start, end);
  return (isFixed(last) && text.includes(last)) || ((isPath || !isFixed(last)) && /[{<[(:*]/.test(text));
}

function evidenceOf(
  scanned: ScannedSource,
  index: number,
  text: string,
  prefixes: RoutePrefixes,
  wanted: Wanted,
  language: SourceLanguage,
): Evidence | undefined {
  const withMethod = WITH_METHOD.exec(text);
  const segments = routeSegments(withMethod?.[2] ?? text);
  if (!segments || !isEndOf(wanted, segments)) return undefined;
  const route = routeCall(scanned, index, language);
  if (!route) return undefined;
  if (SLASHED.has(language) && route.call?.decorates !== true && !text.includes('/')) return undefined;
  const told = withMethod ? httpMethod(withMethod[1]!) : undefined;
  const methods = told ? new Set([told]) : route.methods;
  if (wanted.method !== undefined && methods.size > 0 && !answers(methods, wanted.method)) return undefined;
  const beginning = wanted.segments.slice(0, wanted.segments.length - segments.length);
  // ASP.NET: a slash in front leaves the prefix out.
  const isAbsolute = language === 'dotnet' && route.call?.decorates === true && /^~?\//.test(text);
  const untold = isAbsolute ? beginning : prefixes.untold(beginning, route.call);
  if (!untold) return undefined;
  if (untold.length > 0) {
    const toldSegments = wanted.segments.slice(untold.length);
    // `/{id}` is the end of many.
    return lastFixed(toldSegments) !== undefined && !isAbsolute ? 'tail' : undefined;
  }
  // Another route may answer what a parameter stands for.
  if (wanted.isPath && !segments.every(isFixed)) return 'unclear';
  return route.sure && methods.size > 0 && wanted.method !== undefined ? 'made' : 'unclear';
}

function isEndOf({ segments, isPath }: Wanted, end: RouteSegments): boolean {
  if (!isPath) return endsWith(segments, end);
  const skipped = segments.length - end.length;
  const fits = end.every((segment, i) => !isFixed(segment) || segment === segments[skipped + i]);
  return skipped >= 0 && fits && lastFixed(end) !== undefined;
}

function answers(methods: ReadonlySet<HttpMethod>, method: HttpMethod): boolean {
  return methods.has(method) || (method === 'HEAD' && methods.has('GET'));
}

/** `@GetMapping` on a method of a class whose prefix is the whole route. */
function pathlessHits(
  scanned: ScannedSource,
  found: readonly RegExpExecArray[],
  prefixes: RoutePrefixes,
  { segments, method }: Wanted,
  lines: LineStarts,
): LiteralHit[] {
  return found.flatMap((match) => {
    const at = match.index;
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    const own = httpMethod(name);
    if (!own || !method || !answers(new Set([own]), method)) return [];
    // JAX-RS and ASP.NET write the path beside it.
    if (/@Path\b|\bRoute\b/.test(annotationsAround(scanned.code, at))) return [];
    const bare = { name, receiver: '', decorates: true, bracket: undefined, at, key: undefined, nested: false };
    const isWhole = prefixes.untold(segments, bare)?.length === 0;
    return isWhole ? [{ line: lines.lineNumberOf(at), evidence: 'made' as const }] : [];
  });
}
