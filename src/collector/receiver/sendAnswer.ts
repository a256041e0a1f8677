import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long the rest of a refused body is read and thrown away. */
const LINGER_MS = 1000;
/** A rest up to this is not worth a new connection. */
const SMALL_REST_BYTES = 64 * 1024;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * Sends an answer. A connection that is to be closed, or whose body would be long to read to its end, lingers a moment after
 * the answer: closing a socket with unread bytes resets it, and the sender would see the reset instead of the answer.
 */
export function sendAnswer(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  const linger = !request.complete && (answer.headers['Connection'] === 'close' || !isSmall(request));
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(answer.status === 204 ? {} : { 'Content-Length': answer.body.length }),
    // A browser must not guess another type, whatever text is in a message.
    'X-Content-Type-Options': 'nosniff',
    ...(linger ? { Connection: 'close' } : {}),
  });
  request.resume();
  if (!linger) {
    response.end(answer.body);
    return;
  }
  response.write(answer.body);
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LINGER_MS);
  request.once('close', end);
}

function isSmall(request: IncomingMessage): boolean {
  if (request.headers['transfer-encoding'] !== undefined) return false;
  return Number(request.headers['content-length'] ?? 0) <= SMALL_REST_BYTES;
}
