import { stringAttribute, type Attribute } from './attribute.ts';
import { isConventionalName } from './conventionalName.ts';
import { httpMethod, type HttpMethod } from './httpMethod.ts';
import { longestQueryRun } from './longestQueryRun.ts';
import { lastFixed, routeSegments, type RouteSegments } from './sourceText/routeTemplate.ts';
import type { SpanDetail } from './span.ts';

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
  | { readonly kind: 'topic'; readonly text: string; readonly sends: boolean };

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

/** What of a span may stand literally in the code that made it, best first. */
export function spanLiterals(span: NamedSpan): readonly SpanLiteral[] {
  return [spanName(span), route(span), rpc(span), query(span), topic(span)].filter((literal) => literal !== undefined);
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
  const method = firstOf(attributes, 'http.request.method', 'http.method');
  return { kind: 'route', text, segments, method: method === undefined ? named?.method : httpMethod(method) };
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

function firstOf(attributes: readonly Attribute[], ...keys: readonly string[]): string | undefined {
  return keys.map((key) => stringAttribute(attributes, key)).find((value) => value !== undefined);
}

function isTelling(text: string): boolean {
  if (text.length < MIN_CHARS || text.length > MAX_CHARS || !/\p{L}{2}/u.test(text)) return false;
  return !TOO_COMMON.has(text.toLowerCase().replaceAll(/^\/|\/$/g, ''));
}
