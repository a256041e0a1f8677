# Spans and logs of everything that the distribution finds installed.
export OTEL_SERVICE_NAME=shop OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_METRICS_EXPORTER=none
export OTEL_PYTHON_LOGGING_AUTO_INSTRUMENTATION_ENABLED=true OTEL_PYTHON_LOG_CODE_ATTRIBUTES=true OTEL_PYTHON_LOG_LEVEL=debug
exec opentelemetry-instrument flask --app shop.app run --port "$PORT"
