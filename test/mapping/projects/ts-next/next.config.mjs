export default { experimental: { serverSourceMaps: true }, serverExternalPackages: ['@opentelemetry/sdk-node', '@opentelemetry/exporter-trace-otlp-http'] };
