import type { RequestListener } from 'node:http';
import { page } from './scriptedServer.ts';

/** Answers by decoded path; any other with `otherwise`, a page as UIs do. */
export function byPath(
  routes: Readonly<Record<string, RequestListener>>,
  otherwise: RequestListener = page,
): RequestListener {
  return (request, response) => {
    const { pathname } = new URL(request.url!, 'http://x');
    (routes[pathname] ?? otherwise)(request, response);
  };
}
