import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A loopback server that lives as long as the test that started it. */
export interface ScriptedServer {
  readonly port: number;
  readonly origin: string;
  /** Every request so far, in order. */
  readonly requests: readonly IncomingMessage[];
  /** Open connections. */
  readonly sockets: ReadonlySet<Socket>;
}

/** Answers every request with `answer`; a record answers by path (query left out), anything else with 404. */
export async function scriptedServer(
  answer: ((request: IncomingMessage, response: ServerResponse) => void) | Readonly<Record<string, RequestListener>>,
): Promise<ScriptedServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const listener = typeof answer === 'function' ? answer : answer[(request.url ?? '').replace(/\?.*$/s, '')];
    if (listener) listener(request, response);
    else response.writeHead(404, { 'Content-Type': 'text/plain' }).end('404 page not found\n');
  });
  return { ...(await listening(server)), requests };
}

/** Sends raw bytes to whoever connects: what no HTTP library would send. */
export async function rawServer(answer: (socket: Socket) => void): Promise<ScriptedServer> {
  const server = createTcpServer((socket) => socket.once('data', () => answer(socket)));
  return { ...(await listening(server)), requests: [] };
}

export async function listening(server: Server): Promise<Omit<ScriptedServer, 'requests'>> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  );
  const { port } = server.address() as AddressInfo;
  return { port, origin: `http://127.0.0.1:${port}`, sockets };
}

/** A listener that sends JSON, labelled as the Go servers do for errors. */
export function json(body: unknown, status = 200): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'Content-Type': status === 200 ? 'application/json' : 'text/plain; charset=utf-8' });
    response.end(JSON.stringify(body));
  };
}

/** A listener that sends a web page, as UIs do for every path they do not know. */
export const page: RequestListener = (_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
};
