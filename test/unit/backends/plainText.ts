import type { RequestListener } from 'node:http';

/** A listener that sends text, as Go servers do for errors. */
export function plainText(body: string, status: number): RequestListener {
  return (_request, response) =>
    void response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(body);
}

/** What a Go server says of a path it does not have. */
export const noRoute = plainText('404 page not found\n', 404);
