import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

/*
 * Sends SPANS spans of one trace with OpenTelemetry's own gRPC exporter: `exportOverGrpc.mjs URL SPANS gzip|none`.
 * Prints the ID of the trace.
 */
const [url, spans, compression] = process.argv.slice(2);
const provider = new TracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'grpc-shop' }),
  spanProcessors: [
    new BatchSpanProcessor({
      exporter: new OTLPTraceExporter({
        url,
        timeoutMillis: 5000,
        compression: compression === 'gzip' ? CompressionAlgorithm.GZIP : CompressionAlgorithm.NONE,
      }),
    }),
  ],
});
trace.setGlobalTracerProvider(provider);
const tracer = provider.getTracer('grpc');
const root = tracer.startSpan('root');
for (let i = 1; i < Number(spans); i++) tracer.startSpan(`step ${i}`, {}, trace.setSpan(ROOT_CONTEXT, root)).end();
root.end();
await provider.forceFlush();
await provider.shutdown();
console.log(root.spanContext().traceId);
