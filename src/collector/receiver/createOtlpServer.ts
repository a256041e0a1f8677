import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { brokenRequest, type ClientError } from './brokenRequest.ts';
import type { MemoryBudget } from './memoryBudget.ts';
import { rawAnswer } from './rawAnswer.ts';
import type { ReceiverOptions } from './receiverOptions.ts';
import { serveRequest } from './serveRequest.ts';
import type { TraceSink } from './traceSink.ts';

/** An HTTP server for OTLP that has not been told to listen. */
export function createOtlpServer(sink: TraceSink, options: ReceiverOptions, budget: MemoryBudget): Server {
  const server = createServer({
    headersTimeout: options.headersMs,
    requestTimeout: options.requestMs,
    keepAliveTimeout: options.keepAliveMs,
    // Node looks for slow connections only this often, every 30 s by default.
    connectionsCheckingInterval: Math.min(1000, options.headersMs / 2),
    // We answer that ourselves, so that it is counted.
    requireHostHeader: false,
    noDelay: true,
  });
  server.maxConnections = options.connections;
  // Node leaves out what comes after 2,000 headers, an Origin too; their bytes are limited to 16 KiB.
  server.maxHeadersCount = 0;

  /** In order of arrival; more than one when they are pipelined. */
  const unanswered = new WeakMap<Duplex, Set<IncomingMessage>>();
  const givenUp = new WeakSet<Duplex>();
  const context = {
    sink,
    options,
    budget,
    isGivenUp: (request: IncomingMessage) => givenUp.has(request.socket) && !request.complete,
  };
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const { socket } = request;
    const waiting = unanswered.get(socket) ?? new Set();
    unanswered.set(socket, waiting.add(request));
    response.once('close', () => {
      waiting.delete(request);
      // Nothing comes after what could not be read; what came before it has now been answered.
      if (givenUp.has(socket) && !hasComplete(waiting)) socket.end(() => socket.destroy());
    });
    void serveRequest(request, response, context);
  };

  server.on('request', serve);
  server.on('checkContinue', serve);
  server.on('checkExpectation', (_request, response) => {
    sink.countRefused('bad-http');
    response.writeHead(417, { Connection: 'close' }).end();
  });
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
    // With pipelining, an answer written here would be taken for the answer to an earlier, good request, which gets its own first.
    if (hasComplete(unanswered.get(socket))) return;
    if (socket.writable) endWith(socket, rawAnswer(broken.status, broken.message));
    else socket.destroy();
  });
  return server;
}

function hasComplete(requests: ReadonlySet<IncomingMessage> | undefined): boolean {
  return [...(requests ?? [])].some(({ complete }) => complete);
}

/** Not `end` alone: Node's HTTP sockets stay open on our side until the other side closes too. */
function endWith(socket: Duplex, answer: string): void {
  socket.end(answer, () => socket.destroy());
}
