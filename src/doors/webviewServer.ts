import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pageHtml } from '../panel/html.ts';
import type { DoorPage } from './doorPage.ts';
import type { Asset } from './webviewAssets.ts';
import { packMessage } from './webviewMessages.ts';

const MAX_BODY_BYTES = 64_000_000;

/** Serves the page and answers its calls on the loopback interface; resolves when it listens. */
export async function startWebviewServer(
  port: number,
  assets: ReadonlyMap<string, Asset>,
  page: DoorPage,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((request, response) => {
    answer(request, response, assets, page).catch((thrown: unknown) => {
      send(response, 500, 'text/plain', thrown instanceof Error ? thrown.message : String(thrown));
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  assets: ReadonlyMap<string, Asset>,
  page: DoorPage,
): Promise<void> {
  // A name that resolves to 127.0.0.1 does not make a page of ours (DNS rebinding).
  if (!/^(127\.0\.0\.1|localhost):\d+$/.test(request.headers.host ?? '')) {
    send(response, 403, 'text/plain', 'Only for this machine.');
    return;
  }
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const asset = assets.get(pathname);
  if (request.method === 'GET' && asset !== undefined) send(response, 200, asset.type, asset.body);
  else if (request.method === 'GET' && pathname === '/') send(response, 200, 'text/html; charset=utf-8', htmlOf(page));
  else if (request.method === 'POST' && pathname === '/rpc') await answerCall(request, response, page);
  else if (request.method === 'GET' && pathname === '/events' && page.hasEvents)
    answerEvents(response, page, searchParams.get('page') ?? '');
  else if (pathname === '/favicon.ico') send(response, 204, 'image/x-icon', '');
  else send(response, 404, 'text/plain', 'Not here.');
}

/** The panel's page with the panel's policy; only `connect-src` is wider, for the stand-in's calls. */
function htmlOf({ title, bundle, hasEvents }: DoorPage): string {
  return pageHtml({
    title,
    nonce: randomBytes(16).toString('base64url'),
    cspSource: "'self'",
    scriptUri: `/${bundle}.js`,
    styleUri: `/${bundle}.css`,
    connectSource: "'self'",
    preludeUris: [hasEvents ? '/bridge.js?events' : '/bridge.js'],
  });
}

/** Each call has an RPC of its own, as pages number their calls alike; a cancellation has nobody to reach. */
async function answerCall(request: IncomingMessage, response: ServerResponse, page: DoorPage): Promise<void> {
  if (request.headers.origin !== `http://${request.headers.host}`) {
    send(response, 403, 'text/plain', 'Only from the page itself.');
    return;
  }
  const message: unknown = JSON.parse((await bodyOf(request)).toString('utf8'));
  if (typeof message !== 'object' || message === null || !('rpc' in message) || message.rpc !== 'call') {
    send(response, 204, 'text/plain', '');
    return;
  }
  page.answer(
    {
      post: (reply) => send(response, 200, 'application/octet-stream', packMessage(reply)),
      listen: (receive) => queueMicrotask(() => receive(message)),
    },
    String(request.headers['x-page'] ?? ''),
  );
}

/** What the page is told unasked, as server-sent events. */
function answerEvents(response: ServerResponse, page: DoorPage, pageId: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': here\n\n');
  response.on(
    'close',
    page.openEvents(pageId, (message) => response.write(`data: ${JSON.stringify(message)}\n\n`)),
  );
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) throw new Error('The message is too large.');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
