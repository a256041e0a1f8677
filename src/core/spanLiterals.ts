import { stringAttribute, type Attribute } from './attribute.ts';
import { isConventionalName } from './conventionalName.ts';
import { expressLiteral } from './expressLiteral.ts';
import { httpMethod, type HttpMethod } from './httpMethod.ts';
import { longestQueryRun } from './longestQueryRun.ts';
import { nextRoute, type NextRoute } from './nextRoute.ts';
import { isFixed, lastFixed, routeSegments, type RouteSegments } from './sourceText/routeTemplate.ts';
import type { SpanDetail } from './span.ts';
import { isUnserved, urlPath } from './spanUrl.ts';

/** A text that the code which made a span may hold. Untrusted. */
export type SpanLiteral =
  /** Given by hand, or an instrumented function's. */
  | { readonly kind: 'span-name'; readonly text: string }
  /** What a server answers; `method` when the span tells it. */
  | {
      readonly kind: 'route';
      readonly text: string;
      readonly segments: RouteSegments;
      readonly method: HttpMethod | undefined;
    }
  /** A procedure that a server carries out. `service` without its package; '' when not told. */
  | { readonly kind: 'rpc'; readonly text: string; readonly service: string }
  /** A part of a statement without its parameters, white space folded. */
  | { readonly kind: 'query'; readonly text: string }
  /** A queue's or topic's name. */
  | { readonly kind: 'topic'; readonly text: string; readonly sends: boolean }
  /** A function that requests pass on their way to the handler. */
  | { readonly kind: 'middleware'; readonly text: string }
  /** Where a router is put. */
  | { readonly kind: 'mount'; readonly text: string; readonly segments: RouteSegments }
  | NextRoute
  /** What a server was asked for, where it does not tell the route. */
  | {
      readonly kind: 'path';
      readonly text: string;
      readonly segments: RouteSegments;
      readonly method: HttpMethod | undefined;
    }
  /** The path of an address that a client asks. */
  | { readonly kind: 'address'; readonly text: string }
  /** A library's method. */
  | { readonly kind: 'call'; readonly text: string; readonly typeName: string; readonly method: string }
  /** A name that the code may put together. */
  | { readonly kind: 'span-template'; readonly text: string };

/** What of a span counts here. */
export type NamedSpan = Pick<SpanDetail, 'name' | 'kind' | 'attributes' | 'scope'>;

const MIN_CHARS = 4;
const MAX_CHARS = 200;
/** They stand in any code. */
const TOO_COMMON: ReadonlySet<string> = new Set(
  'main get post request response handler handle index root default error span trace test name path data value http server client unknown process execute operation query'.split(
    ' ',
  ),
);
const HTTP_ROUTE_NAME = /^([A-Z]{3,7}) ([/^]?\S+)$/;
const RPC_METHOD = /^[A-Za-z_]\w*$/;
const TYPE_METHOD = /^([A-Z]\w*)(?:\.|::)([a-z_]\w*)$/;
const ACTIVE_RECORD = 'OpenTelemetry::Instrumentation::ActiveRecord';

/** What of a span may stand literally in the code that made it, best first. */
export function spanLiterals(span: NamedSpan): readonly SpanLiteral[] {
  return [
    spanName(span),
    nextRoute(span) ?? expressLiteral(span.attributes) ?? route(span),
    path(span),
    rpc(span),
    query(span),
    topic(span),
    address(span),
    call(span),
    spanTemplate(span),
  ].filter((literal) => literal !== undefined);
}

function spanName(span: NamedSpan): SpanLiteral | undefined {
  const text = span.name.trim();
  return isTelling(text) && !isConventionalName(span) ? { kind: 'span-name', text } : undefined;
}

/** Middleware and handlers within a server carry the route as well; clients only see addresses. */
function route({ name, kind, attributes }: NamedSpan): SpanLiteral | undefined {
  if (kind === 'client' || kind === 'producer' || kind === 'consumer') return undefined;
  const named = kind === 'internal' ? undefined : routeOfName(name);
  const text = stringAttribute(attributes, 'http.route') ?? named?.path;
  if (text === undefined || !isTelling(text)) return undefined;
  const segments = routeSegments(text);
  // `/{id}` and `/*` are everywhere.
  if (!segments || lastFixed(segments) === undefined) return undefined;
  const told = firstOf(attributes, 'http.request.method', 'http.method');
  return { kind: 'route', text, segments, method: told === undefined ? named?.method : httpMethod(told) };
}

/** A name that is given to a route is none of its paths. */
function path(span: NamedSpan): SpanLiteral | undefined {
  const { kind, attributes } = span;
  const told = stringAttribute(attributes, 'http.route') ?? routeOfName(span.name)?.path;
  if (kind !== 'server' || told?.includes('/') || isUnserved(attributes)) return undefined;
  const text = urlPath(attributes);
  const segments = text === undefined || !isTelling(text) ? undefined : routeSegments(text);
  if (!segments || segments.length === 0 || !segments.every(isFixed)) return undefined;
  return { kind: 'path', text: text!, segments, method: methodOf(attributes) };
}

function address({ kind, attributes }: NamedSpan): SpanLiteral | undefined {
  const text = kind === 'client' ? urlPath(attributes) : undefined;
  return text !== undefined && isTelling(text) ? { kind: 'address', text } : undefined;
}

/** PHP's hooks and Active Record call a span after the method that they are around. What Rails calls `find_by_sql` is any query. */
function call({ name, scope, attributes }: NamedSpan): SpanLiteral | undefined {
  const isCalled = scope.name === ACTIVE_RECORD || stringAttribute(attributes, 'code.function.name') === name;
  const [, typeName, method] = (name.length > MAX_CHARS ? null : TYPE_METHOD.exec(name)) ?? [];
  if (!isCalled || typeName === undefined || method === undefined || method === 'find_by_sql') return undefined;
  return { kind: 'call', text: name, typeName, method };
}

function spanTemplate(span: NamedSpan): SpanLiteral | undefined {
  const named = spanName(span);
  return named && { kind: 'span-template', text: named.text };
}

function routeOfName(name: string): { readonly method: HttpMethod; readonly path: string } | undefined {
  const found = name.length > MAX_CHARS ? null : HTTP_ROUTE_NAME.exec(name);
  const method = found ? httpMethod(found[1]!) : undefined;
  return method && found![2]!.includes('/') ? { method, path: found![2]! } : undefined;
}

function rpc({ kind, attributes }: NamedSpan): SpanLiteral | undefined {
  if (kind !== 'server') return undefined;
  const full = stringAttribute(attributes, 'rpc.method') ?? '';
  // Since 1.38 the method has the service in front.
  const slash = full.lastIndexOf('/');
  const text = full.slice(slash + 1);
  const service = slash > 0 ? full.slice(0, slash) : (stringAttribute(attributes, 'rpc.service') ?? '');
  if (!isTelling(text) || !RPC_METHOD.test(text)) return undefined;
  return { kind: 'rpc', text, service: service.slice(service.lastIndexOf('.') + 1) };
}

function query({ kind, attributes }: NamedSpan): SpanLiteral | undefined {
  if (kind !== 'client') return undefined;
  const text = longestQueryRun(firstOf(attributes, 'db.query.text', 'db.statement') ?? '');
  return text === undefined ? undefined : { kind: 'query', text };
}

function topic({ kind, attributes }: NamedSpan): SpanLiteral | undefined {
  if (kind !== 'producer' && kind !== 'consumer') return undefined;
  const template = firstOf(attributes, 'messaging.destination.template', 'messaging.destination.name');
  const text = template ?? stringAttribute(attributes, 'messaging.destination');
  return text !== undefined && isTelling(text) ? { kind: 'topic', text, sends: kind === 'producer' } : undefined;
}

function methodOf(attributes: readonly Attribute[]): HttpMethod | undefined {
  const told = firstOf(attributes, 'http.request.method', 'http.method');
  return told === undefined ? undefined : httpMethod(told);
}

function firstOf(attributes: readonly Attribute[], ...keys: readonly string[]): string | undefined {
  return keys.map((key) => stringAttribute(attributes, key)).find((value) => value !== undefined);
}

function isTelling(text: string): boolean {
  if (text.length < MIN_CHARS || text.length > MAX_CHARS || !/\p{L}{2}/u.test(text)) return false;
  return !TOO_COMMON.has(text.toLowerCase().replaceAll(/^\/|\/$/g, ''));
}
