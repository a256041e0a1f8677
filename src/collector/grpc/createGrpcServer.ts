import {
  Metadata,
  Server,
  ServerCredentials,
  ServerInterceptingCall,
  ServerListenerBuilder,
  status as codes,
  type sendUnaryData,
  type ServerInterceptor,
  type ServerUnaryCall,
} from '@grpc/grpc-js';
import type { Socket } from 'node:net';
import type { ReceiverOptions } from '../receiver/receiverOptions.ts';
import type { ExportCalls } from './exportCalls.ts';
import { EXPORT_SERVICES } from './exportServices.ts';
import type { GrpcFailure } from './grpcFailure.ts';

/** A gRPC server without a port: it is handed connections. */
export interface GrpcServer {
  serve(connection: Socket): void;
  /** Answers what is under way, and cuts what takes longer than this. */
  close(graceMs: number): void;
}

/** An SDK sends one batch after the other; a Collector a few at once. */
const STREAMS_PER_CONNECTION = 100;

/**
 * OTLP over gRPC on grpc-js. The entry of a bundle of its own, which alone holds that library and is loaded when gRPC is on: nothing here
 * may compare classes with the rest, so what crosses is plain data.
 */
export function createGrpcServer(calls: ExportCalls, options: ReceiverOptions): GrpcServer {
  const server = new Server({
    // Both of what is sent and of what it inflates to.
    'grpc.max_receive_message_length': options.bodyBytes,
    'grpc.max_concurrent_streams': STREAMS_PER_CONNECTION,
    'grpc.max_connection_idle_ms': options.keepAliveMs,
    // Statistics over gRPC, for which it would need the reader of .proto files.
    'grpc.enable_channelz': 0,
    interceptors: [guard(calls, options.requestMs)],
  });
  for (const { signal, definition } of EXPORT_SERVICES)
    server.addService(definition, {
      Export: (call: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>) => {
        void calls.export(signal, call.request).then((outcome) => {
          if (outcome instanceof Uint8Array) answer(null, Buffer.from(outcome));
          else answer(statusOf(outcome));
        });
      },
    });
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  return {
    serve: (connection) => injector.injectConnection(connection),
    close: (graceMs) => {
      injector.drain(graceMs);
      setTimeout(() => server.forceShutdown(), graceMs).unref();
    },
  };
}

/** Lets a call be read only once it may be, and not for longer than a request may take. */
function guard(calls: ExportCalls, requestMs: number): ServerInterceptor {
  return (_method, call) => {
    let stage: 'new' | 'reading' | 'over' = 'new';
    let hasMessage = false;
    let late: NodeJS.Timeout | undefined;
    const leave = (outcome: 'whole' | 'broken' | 'timeout'): void => {
      if (stage === 'reading') calls.onRead(outcome);
      stage = 'over';
      clearTimeout(late);
    };
    const admit = async (metadata: Metadata, next: (metadata: Metadata) => void): Promise<void> => {
      const failure = await calls.begin({
        authorization: textsOf(metadata, 'authorization'),
        ownHeader: textsOf(metadata, 'x-spanline-token'),
      });
      if (failure) {
        stage = 'over';
        call.sendStatus(statusOf(failure));
        return;
      }
      const isCancelled = stage === 'over';
      stage = 'reading';
      if (isCancelled) {
        leave('broken');
        return;
      }
      late = setTimeout(() => {
        leave('timeout');
        call.sendStatus({ code: codes.DEADLINE_EXCEEDED, details: 'The request took too long to arrive.' });
      }, requestMs);
      next(metadata);
    };
    const listener = new ServerListenerBuilder()
      .withOnReceiveMetadata((metadata, next) => void admit(metadata, next))
      .withOnReceiveMessage((message, next) => {
        hasMessage = true;
        next(message);
      })
      .withOnReceiveHalfClose((next) => {
        // A cancelled call looks so too, before it is told to be cancelled.
        leave(hasMessage ? 'whole' : 'broken');
        next();
      })
      // Also when grpc-js itself ends the call, for a message that is too large or does not inflate.
      .withOnCancel(() => leave('broken'))
      .build();
    return new ServerInterceptingCall(call, { start: (next) => next(listener) });
  };
}

function textsOf(metadata: Metadata, key: string): readonly string[] {
  return metadata.get(key).map(String);
}

function statusOf({ code, message, details }: GrpcFailure): {
  readonly code: codes;
  readonly details: string;
  readonly metadata: Metadata;
} {
  const metadata = new Metadata();
  if (details) metadata.set('grpc-status-details-bin', Buffer.from(details));
  return { code: codes[code], details: message, metadata };
}
