# Spans and logs of everything that the distribution finds installed.
export OTEL_SERVICE_NAME=store OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_METRICS_EXPORTER=none OTEL_PYTHON_LOG_CODE_ATTRIBUTES=true
exec opentelemetry-instrument uvicorn store.main:app --port "$PORT"
