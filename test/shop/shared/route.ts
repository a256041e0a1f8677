/** What a service answers: `path` may hold one-segment parameters such as `/stock/:sku`. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly handle: (parameter: string) => Promise<unknown>;
}

/** The parameter's value ('' where the route has none), or undefined when the path is not this route's. */
export function matchRoute(route: Route, method: string, path: string): string | undefined {
  const wanted = route.path.split('/');
  const given = path.split('/');
  if (route.method !== method || wanted.length !== given.length) return undefined;
  const parameterAt = wanted.findIndex((segment) => segment.startsWith(':'));
  if (wanted.some((segment, i) => i !== parameterAt && segment !== given[i])) return undefined;
  return given[parameterAt] ?? '';
}
