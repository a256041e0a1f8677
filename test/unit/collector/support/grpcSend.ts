import {
  compressionAlgorithms,
  credentials,
  makeGenericClientConstructor,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { EXPORT_SERVICES } from '../../../../src/collector/grpc/exportServices.ts';
import type { Signal } from '../../../../src/collector/receiver/signalOfPath.ts';

export interface GrpcSent {
  readonly port: number;
  readonly body: Uint8Array;
  readonly signal?: Signal;
  readonly host?: string;
  readonly gzip?: boolean;
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  readonly deadlineMs?: number;
}

/** The code is 0 for success. */
export interface GrpcAnswered {
  readonly code: number;
  readonly message: string;
  readonly details: Buffer | undefined;
  readonly body: Buffer;
}

/** One export over a real connection, by grpc-js's own client. */
export async function grpcSend({
  port,
  body,
  signal = 'traces',
  host,
  gzip,
  headers,
  deadlineMs = 5000,
}: GrpcSent): Promise<GrpcAnswered> {
  const { definition } = EXPORT_SERVICES.find((service) => service.signal === signal)!;
  const Client = makeGenericClientConstructor(definition, 'Export');
  const client = new Client(`${host ?? '127.0.0.1'}:${port}`, credentials.createInsecure(), {
    'grpc.max_send_message_length': -1,
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_retries': 0,
    ...(gzip ? { 'grpc.default_compression_algorithm': compressionAlgorithms.gzip } : {}),
  });
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers ?? {})) if (value !== undefined) metadata.set(name, value);
  try {
    return await new Promise((resolve) => {
      client.makeUnaryRequest(
        definition['Export']!.path,
        (bytes: Uint8Array) => Buffer.from(bytes),
        (bytes: Buffer) => bytes,
        body,
        metadata,
        { deadline: Date.now() + deadlineMs },
        (error: ServiceError | null, answer?: Buffer) =>
          resolve({
            code: error?.code ?? 0,
            message: error?.details ?? '',
            details: error?.metadata.get('grpc-status-details-bin')[0] as Buffer | undefined,
            body: answer ?? Buffer.alloc(0),
          }),
      );
    });
  } finally {
    client.close();
  }
}
