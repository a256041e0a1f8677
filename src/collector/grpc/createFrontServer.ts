import { createServer, type Server, type Socket } from 'node:net';
import { rawAnswer } from '../receiver/rawAnswer.ts';
import type { ReceiverOptions } from '../receiver/receiverOptions.ts';
import type { RefusalReason } from '../receiver/refusal.ts';
import { isPreface } from './isPreface.ts';

const TLS_HANDSHAKE = 0x16;

/**
 * Accepts connections and hands on those that begin as HTTP/2. Browsers speak that over TLS only, so no page gets past here, which is why
 * there are no checks of Host and Origin behind (security.md T1 to T3).
 */
export function createFrontServer(
  options: ReceiverOptions,
  countRefused: (reason: RefusalReason) => void,
  serve: (connection: Socket) => void,
): Server {
  const server = createServer({ noDelay: true });
  server.maxConnections = options.connections;
  server.on('drop', () => countRefused('connections'));
  // Accepting can fail for a moment (no file descriptors left); listening goes on. Errors before that are the caller's.
  server.once('listening', () => server.on('error', () => countRefused('connections')));
  server.on('connection', (socket) => {
    let head = Buffer.alloc(0);
    const late = setTimeout(() => {
      countRefused('timeout');
      socket.destroy();
    }, options.headersMs);
    socket.on('error', () => {});
    socket.once('close', () => clearTimeout(late));
    const look = (): void => {
      const part = socket.read() as Buffer | null;
      if (part === null) return;
      head = Buffer.concat([head, part]);
      const verdict = isPreface(head);
      if (verdict === 'maybe') return;
      clearTimeout(late);
      socket.off('readable', look);
      if (verdict === 'yes') {
        socket.unshift(head);
        serve(socket);
        return;
      }
      countRefused(head[0] === TLS_HANDSHAKE ? 'tls' : 'not-grpc');
      refuse(socket);
    };
    socket.on('readable', look);
  });
  return server;
}

function refuse(socket: Socket): void {
  socket.resume();
  socket.end(
    rawAnswer(
      400,
      'This port speaks OTLP over gRPC without TLS: send there with OTEL_EXPORTER_OTLP_PROTOCOL=grpc and http://, or to the HTTP port (4318) with http/protobuf.',
      'Server: Spanline\r\n',
    ),
    () => socket.destroy(),
  );
}
