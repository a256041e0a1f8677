import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { CodeAttributes } from './codeAttributes';

const sdk = new NodeSDK({
  serviceName: 'orders',
  spanProcessors: [
    ...(process.env.CODE_ATTRIBUTES === 'off' ? [] : [new CodeAttributes(['inSpan'])]),
    new BatchSpanProcessor(new OTLPTraceExporter()),
  ],
  instrumentations: [new HttpInstrumentation(), new ExpressInstrumentation()],
});
sdk.start();
process.on('SIGTERM', () => void sdk.shutdown().finally(() => process.exit(0)));
