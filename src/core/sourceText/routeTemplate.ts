/**
 * A route's path, a text a segment. A parameter is `\0name` however the framework spells it, so that two spellings of a route are
 * the same texts.
 */
export type RouteSegments = readonly string[];

const MAX_CHARS = 300;
const PARAMETER = '\0';
/** What a name may be followed by, after `:` or `*`. */
const NAME = /[\w-]*/y;

/**
 * The segments of `/orders/{id}`, `/orders/:id`, `/orders/<int:id>`, `/orders/[id]`, `/orders/{id:int}`, `^orders/(?P<id>\d+)/$`;
 * none for the root, `undefined` for a text that is no path.
 */
export function routeSegments(text: string): RouteSegments | undefined {
  if (text.length > MAX_CHARS || /[\s"'`\\](?![^(]*\))/.test(text)) return undefined;
  // Rails names the format a route may end with; regular expressions have ends.
  const path = text
    .replace('(.:format)', '')
    .replace(/^\^/, '')
    .replace(/(?:\$|\\Z)$/, '');
  const segments: string[] = [];
  let segment = '';
  for (let at = 0; at < path.length;) {
    if (path.charAt(at) === '/') {
      if (segment !== '') segments.push(segment);
      segment = '';
      at++;
      continue;
    }
    const parameter = parameterAt(path, at, segment === '' || /[.\-~]$/.test(segment));
    segment += parameter ? PARAMETER + parameter.name : path.charAt(at);
    at = parameter ? parameter.end : at + 1;
  }
  if (segment !== '') segments.push(segment);
  return segments;
}

/** The same in every request. */
export function isFixed(segment: string): boolean {
  return !segment.includes(PARAMETER);
}

export function lastFixed(segments: RouteSegments): string | undefined {
  return segments.findLast(isFixed);
}

export function endsWith(segments: RouteSegments, end: RouteSegments): boolean {
  const skipped = segments.length - end.length;
  return skipped >= 0 && end.every((segment, i) => segment === segments[skipped + i]);
}

function parameterAt(path: string, at: number, atStart: boolean): { name: string; end: number } | undefined {
  switch (path.charAt(at)) {
    case '{':
      return bracketed(path, at, '}');
    case '<':
      return bracketed(path, at, '>');
    case '[':
      // ASP.NET's tokens stand for names of the code.
      return atStart && !/^\[(?:controller|action|area)\]/i.test(path.slice(at, at + 12))
        ? bracketed(path, at, ']')
        : undefined;
    case '(':
      return named(path, at);
    case ':':
    case '*':
      return atStart ? prefixed(path, at + 1) : undefined;
    default:
      return undefined;
  }
}

/** `{id}`, `{id:int}`, `{id?}`, `{*rest}`, `<int:id>`, `{id:[0-9]{3}}`: with as many closing brackets as opening ones. */
function bracketed(path: string, at: number, close: string): { name: string; end: number } | undefined {
  const open = path.charAt(at);
  let depth = 0;
  for (let end = at; end < path.length; end++) {
    if (path.charAt(end) === open) depth++;
    if (path.charAt(end) !== close || --depth > 0) continue;
    const inside = path.slice(at + 1, end);
    // Flask and Django write the kind first, all others last.
    const name = open === '<' ? inside.slice(inside.lastIndexOf(':') + 1) : inside.split(/[:=]/)[0]!;
    return { name: name.replaceAll(/[^\w-]/g, ''), end: end + 1 };
  }
  return undefined;
}

/** `(?P<id>[0-9]+)`. */
function named(path: string, at: number): { name: string; end: number } | undefined {
  const name = /^\(\?P?<(\w{1,60})>/.exec(path.slice(at, at + 70))?.[1];
  return name === undefined ? undefined : { name, end: groupEnd(path, at) };
}

/** `:id`, `:id(\\d+)`, `*rest`, `:id?`. */
function prefixed(path: string, at: number): { name: string; end: number } {
  NAME.lastIndex = at;
  const name = NAME.exec(path)![0];
  let end = at + name.length;
  if (path.charAt(end) === '(') end = groupEnd(path, end);
  if (/[?*+]/.test(path.charAt(end))) end++;
  return { name, end };
}

function groupEnd(path: string, at: number): number {
  let depth = 0;
  for (let end = at; end < path.length; end++) {
    if (path.charAt(end) === '(') depth++;
    else if (path.charAt(end) === ')' && --depth === 0) return end + 1;
  }
  return path.length;
}
