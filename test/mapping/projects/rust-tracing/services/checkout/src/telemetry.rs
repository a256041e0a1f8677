use opentelemetry::trace::TracerProvider;
use opentelemetry_appender_tracing::layer::OpenTelemetryTracingBridge;
use opentelemetry_otlp::{LogExporter, SpanExporter};
use opentelemetry_sdk::{logs::SdkLoggerProvider, trace::SdkTracerProvider, Resource};
use tracing_subscriber::{filter::Targets, prelude::*};

pub struct Telemetry {
    traces: SdkTracerProvider,
    logs: SdkLoggerProvider,
}

/// The endpoint is OTEL_EXPORTER_OTLP_ENDPOINT's.
pub fn start() -> Telemetry {
    let resource = Resource::builder().with_service_name("checkout").build();
    let traces = SdkTracerProvider::builder()
        .with_batch_exporter(SpanExporter::builder().with_http().build().unwrap())
        .with_resource(resource.clone())
        .build();
    let logs = SdkLoggerProvider::builder()
        .with_batch_exporter(LogExporter::builder().with_http().build().unwrap())
        .with_resource(resource)
        .build();
    tracing_subscriber::registry()
        .with(
            Targets::new()
                .with_target("checkout", tracing::Level::DEBUG)
                .with_target("pricing", tracing::Level::DEBUG)
                .with_target("tower_http", tracing::Level::DEBUG),
        )
        .with(tracing_opentelemetry::layer().with_tracer(traces.tracer("checkout")))
        .with(OpenTelemetryTracingBridge::new(&logs))
        .init();
    Telemetry { traces, logs }
}

impl Telemetry {
    pub fn stop(self) {
        let _ = self.traces.shutdown();
        let _ = self.logs.shutdown();
    }
}
