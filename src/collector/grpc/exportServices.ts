import type { ServiceDefinition } from '@grpc/grpc-js';
import type { Signal } from '../receiver/signalOfPath.ts';

const SERVICES = {
  traces: 'opentelemetry.proto.collector.trace.v1.TraceService',
  logs: 'opentelemetry.proto.collector.logs.v1.LogsService',
  metrics: 'opentelemetry.proto.collector.metrics.v1.MetricsService',
} as const satisfies Record<Signal, string>;

const asItIs = (bytes: Buffer): Buffer => bytes;

/** OTLP's services, whose messages are left as bytes: the decoder is the one for HTTP. */
export const EXPORT_SERVICES: readonly { readonly signal: Signal; readonly definition: ServiceDefinition }[] = (
  Object.keys(SERVICES) as Signal[]
).map((signal) => ({
  signal,
  definition: {
    Export: {
      path: `/${SERVICES[signal]}/Export`,
      requestStream: false,
      responseStream: false,
      requestSerialize: asItIs,
      requestDeserialize: asItIs,
      responseSerialize: asItIs,
      responseDeserialize: asItIs,
    },
  },
}));
