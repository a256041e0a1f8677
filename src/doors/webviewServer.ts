import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { HostApi } from '../core/protocol.ts';
import { Rpc } from '../core/rpc.ts';
import { hostHandlers } from '../panel/hostHandlers.ts';
import { waterfallHtml } from '../panel/html.ts';
import type { WaterfallSource } from '../panel/waterfallSource.ts';
import type { Asset } from './webviewAssets.ts';
import { packMessage } from './webviewMessages.ts';

const MAX_BODY_BYTES = 64_000_000;

/** Serves the page and answers its calls on the loopback interface; resolves when it listens. */
export async function startWebviewServer(
  port: number,
  assets: ReadonlyMap<string, Asset>,
  source: WaterfallSource,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((request, response) => {
    answer(request, response, assets, source).catch((thrown: unknown) => {
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
  source: WaterfallSource,
): Promise<void> {
  // A name that resolves to 127.0.0.1 does not make a page of ours (DNS rebinding).
  if (!/^(127\.0\.0\.1|localhost):\d+$/.test(request.headers.host ?? '')) {
    send(response, 403, 'text/plain', 'Only for this machine.');
    return;
  }
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const asset = assets.get(pathname);
  if (request.method === 'GET' && asset !== undefined) send(response, 200, asset.type, asset.body);
  else if (request.method === 'GET' && pathname === '/') send(response, 200, 'text/html; charset=utf-8', page());
  else if (request.method === 'POST' && pathname === '/rpc') await answerCall(request, response, source);
  else if (pathname === '/favicon.ico') send(response, 204, 'image/x-icon', '');
  else send(response, 404, 'text/plain', 'Not here.');
}

/** The panel's page with the panel's policy; only `connect-src` is wider, for the stand-in's calls. */
function page(): string {
  return waterfallHtml({
    nonce: randomBytes(16).toString('base64url'),
    cspSource: "'self'",
    scriptUri: '/webview.js',
    styleUri: '/webview.css',
    connectSource: "'self'",
    preludeUris: ['/bridge.js'],
  });
}

/** Each call has an RPC of its own, as pages number their calls alike; a cancellation has nobody to reach. */
async function answerCall(request: IncomingMessage, response: ServerResponse, source: WaterfallSource): Promise<void> {
  if (request.headers.origin !== `http://${request.headers.host}`) {
    send(response, 403, 'text/plain', 'Only from the page itself.');
    return;
  }
  const message: unknown = JSON.parse((await bodyOf(request)).toString('utf8'));
  if (typeof message !== 'object' || message === null || !('rpc' in message) || message.rpc !== 'call') {
    send(response, 204, 'text/plain', '');
    return;
  }
  // oxlint-disable-next-line no-new -- it lives until it has answered.
  new Rpc<object, HostApi>(
    {
      post: (reply) => send(response, 200, 'application/octet-stream', packMessage(reply)),
      listen: (receive) => queueMicrotask(() => receive(message)),
    },
    hostHandlers(source),
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
