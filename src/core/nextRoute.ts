import { stringAttribute } from './attribute.ts';
import { httpMethod, type HttpMethod } from './httpMethod.ts';
import type { SpanDetail } from './span.ts';

/** A route of Next.js, which is the path of the file that serves it. */
export interface NextRoute {
  readonly kind: 'next-route';
  /** As Next names it, also with the file's name: `/orders`, `/orders/route`. */
  readonly text: string;
  readonly method: HttpMethod | undefined;
}

/** Those of its spans that are about the user's code: all others are Next's own work. */
const ABOUT_CODE: ReadonlySet<string> = new Set([
  'BaseServer.handleRequest',
  'AppRender.getBodyResult',
  'AppRouteRouteHandlers.runHandler',
  'Node.runHandler',
  'Render.renderDocument',
  'Render.getServerSideProps',
  'Render.getStaticProps',
]);
const MAX_CHARS = 300;
const FILE = /^(.*?)([^/]+)\.[jt]sx?$/;

/** The route that a span of Next.js is about. */
export function nextRoute({ attributes }: Pick<SpanDetail, 'attributes'>): NextRoute | undefined {
  const type = stringAttribute(attributes, 'next.span_type') ?? '';
  const text = stringAttribute(attributes, 'next.route');
  if (!ABOUT_CODE.has(type) || text === undefined || !text.startsWith('/') || text.length > MAX_CHARS) return undefined;
  const method = stringAttribute(attributes, 'http.request.method') ?? stringAttribute(attributes, 'http.method');
  return { kind: 'next-route', text, method: method === undefined ? undefined : httpMethod(method) };
}

/** Whether a file, by its path with slashes, serves the route: `app/(shop)/orders/route.ts`, `pages/orders/index.tsx`. */
export function servesNextRoute(path: string, { text }: NextRoute): boolean {
  const [, folder = '', name = ''] = FILE.exec(path) ?? [];
  const isFile = name === 'page' || name === 'route';
  const named = /\/(?:page|route)$/.test(text) ? text : undefined;
  const route = (named === undefined ? text : text.slice(0, text.lastIndexOf('/'))).split('/').filter(isUrlFolder);
  const folders = folder.split('/').filter(Boolean);
  const isBelow = (root: string, below: readonly string[]): boolean => {
    const at = folders.lastIndexOf(root);
    const own = at < 0 ? undefined : [...folders.slice(at + 1).filter(isUrlFolder), ...below];
    return own !== undefined && own.length === route.length && own.every((segment, i) => segment === route[i]);
  };
  if (isFile) return (named === undefined || named.endsWith(`/${name}`)) && isBelow('app', []);
  return isBelow('pages', name === 'index' ? [] : [name]);
}

/** Groups and slots are no part of a route. */
function isUrlFolder(name: string): boolean {
  return name !== '' && !/^\(.*\)$|^@/.test(name);
}
