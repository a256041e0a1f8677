import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { brokenRequest, type ClientError } from './brokenRequest.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import type { ReceiverLimits } from './receiverLimits.ts';
import { serveRequest } from './serveRequest.ts';
import { statusBody } from './statusBody.ts';
import type { TraceSink } from './traceSink.ts';

/** An HTTP server for OTLP that has not been told to listen. */
export function createOtlpServer(sink: TraceSink, limits: ReceiverLimits, budget: MemoryBudget): Server {
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    // Node looks for slow connections only this often, every 30 s by default.
    connectionsCheckingInterval: Math.min(1000, limits.headersMs / 2),
    // We answer that ourselves, so that it is counted.
    requireHostHeader: false,
    noDelay: true,
  });
  server.maxConnections = limits.connections;

  /** In order of arrival; more than one when they are pipelined. */
  const unanswered = new WeakMap<Duplex, Set<IncomingMessage>>();
  const givenUp = new WeakSet<Duplex>();
  const context = { sink, limits, budget, isGivenUp: (request: IncomingMessage) => givenUp.has(request.socket) };
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const { socket } = request;
    const waiting = unanswered.get(socket) ?? new Set();
    unanswered.set(socket, waiting.add(request));
    response.once('close', () => waiting.delete(request));
    void serveRequest(request, response, context);
  };

  server.on('request', serve);
  server.on('checkContinue', serve);
  server.on('drop', () => sink.countRefused('connections'));
  // Accepting can fail for a moment (no file descriptors left); listening goes on. Errors before that are the caller's.
  server.once('listening', () => server.on('error', () => sink.countRefused('connections')));
  server.on('connect', (_request, socket) => {
    sink.countRefused('method');
    endWith(socket, rawAnswer(405, 'This receiver is no proxy.', 'Allow: POST\r\n'));
  });
  server.on('clientError', (error: ClientError, socket) => {
    // A connection that just ends is no request; one that ends within a body is counted where the body is read.
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.code === 'HPE_INVALID_EOF_STATE') {
      socket.destroy();
      return;
    }
    const broken = brokenRequest(error);
    sink.countRefused(broken.reason);
    givenUp.add(socket);
    // With pipelining, an answer written here would be taken for the answer to an earlier, good request.
    const [oldest] = unanswered.get(socket) ?? [];
    const mayAnswer = oldest === undefined || !oldest.complete;
    if (mayAnswer && socket.writable) endWith(socket, rawAnswer(broken.status, broken.message));
    else socket.destroy();
  });
  return server;
}

/** Not `end` alone: Node's HTTP sockets stay open on our side until the other side closes too. */
function endWith(socket: Duplex, answer: string): void {
  socket.end(answer, () => socket.destroy());
}

function rawAnswer(status: number, message: string, headers = ''): string {
  const body = Buffer.from(statusBody('json', status, message)).toString();
  return (
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`
  );
}
