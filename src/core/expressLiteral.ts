import { stringAttribute, type Attribute } from './attribute.ts';
import type { SpanLiteral } from './spanLiterals.ts';
import { routeSegments } from './sourceText/routeTemplate.ts';

/** Frameworks whose instrumentation makes a span of each function that a request passes. */
const FRAMEWORKS = ['express', 'connect', 'koa'];
const MAX_CHARS = 200;
const FUNCTION = /^[A-Za-z_$][\w$]{2,}$/;

/** What Express and its kin say of a function in the way of a request: what it is called, or where a router is mounted. */
export function expressLiteral(attributes: readonly Attribute[]): SpanLiteral | undefined {
  const framework = FRAMEWORKS.find((name) => stringAttribute(attributes, `${name}.type`) !== undefined);
  if (framework === undefined) return undefined;
  const name = stringAttribute(attributes, `${framework}.name`) ?? '';
  const route = stringAttribute(attributes, 'http.route') ?? '';
  if (name.length > MAX_CHARS || route.length > MAX_CHARS) return undefined;
  switch (stringAttribute(attributes, `${framework}.type`)) {
    case 'middleware':
      return FUNCTION.test(name) ? { kind: 'middleware', text: name } : undefined;
    case 'router': {
      const segments = routeSegments(route);
      return segments && segments.length > 0 ? { kind: 'mount', text: route, segments } : undefined;
    }
    default:
      return undefined;
  }
}
