import type { RequestHead } from './requestHead.ts';

/** Whether a browser asks if it may send (Fetch standard, CORS-preflight request). */
export function isPreflight(head: RequestHead): boolean {
  return (
    head.method === 'OPTIONS' &&
    head.headers.origin !== undefined &&
    head.headers['access-control-request-method'] !== undefined
  );
}
