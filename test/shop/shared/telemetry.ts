import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import { CodeAttributes } from './codeAttributes.ts';

/** Short, so that a trace shows up while its request is still on the developer's mind. */
const EXPORT_DELAY_MS = 500;
/** Also bounds how long a missing receiver can hold up the exit. */
const EXPORT_TIMEOUT_MS = 2000;

/**
 * Starts tracing for one service; only a node:http that is loaded afterwards is traced. The endpoint comes from OTEL_EXPORTER_OTLP_ENDPOINT.
 * A failed export is not reported: the SDK has no diagnostic logger here, and the launcher has said it once.
 */
export function startTelemetry(serviceName: string, serviceVersion: string): TracerProvider {
  const provider = new TracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({
        [ATTR_SERVICE_NAME]: serviceName,
        [ATTR_SERVICE_VERSION]: serviceVersion,
        'service.namespace': 'shop',
        'deployment.environment.name': 'development',
      }),
    ),
    spanProcessors: [
      // By name: importing callService would load node:http before it is instrumented.
      new CodeAttributes(['inSpan', 'callService']),
      new BatchSpanProcessor({
        exporter: createExporter(),
        scheduledDelayMillis: EXPORT_DELAY_MS,
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
      }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  registerInstrumentations({ instrumentations: [new HttpInstrumentation()] });
  return provider;
}

function createExporter(): SpanExporter {
  const settings = { timeoutMillis: EXPORT_TIMEOUT_MS };
  const isJson = process.env['OTEL_EXPORTER_OTLP_PROTOCOL'] === 'http/json';
  return isJson ? new JsonExporter(settings) : new ProtobufExporter(settings);
}
