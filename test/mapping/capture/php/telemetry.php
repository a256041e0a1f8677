<?php
use OpenTelemetry\API\Trace\Propagation\TraceContextPropagator;
use OpenTelemetry\Contrib\Otlp\SpanExporter;
use OpenTelemetry\SDK\Common\Attribute\Attributes;
use OpenTelemetry\SDK\Common\Export\Stream\StreamTransportFactory;
use OpenTelemetry\SDK\Resource\ResourceInfo;
use OpenTelemetry\SDK\Sdk;
use OpenTelemetry\SDK\Trace\SpanProcessor\SimpleSpanProcessor;
use OpenTelemetry\SDK\Trace\TracerProvider;

(static function (): void {
    $stream = fopen(getenv('SPANS_TO'), 'a');
    $exporter = new SpanExporter((new StreamTransportFactory())->create($stream, 'application/x-ndjson'));
    $resource = ResourceInfo::create(Attributes::create([
        'service.name' => 'cart', 'telemetry.sdk.name' => 'opentelemetry', 'telemetry.sdk.language' => 'php',
        'process.runtime.name' => 'cli-server', 'process.runtime.version' => PHP_VERSION,
    ]));
    $provider = new TracerProvider(new SimpleSpanProcessor($exporter), null, $resource);
    Sdk::builder()->setTracerProvider($provider)->setPropagator(TraceContextPropagator::getInstance())->setAutoShutdown(true)->buildAndRegisterGlobal();
})();
