"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const exporter_trace_otlp_http_1 = require("@opentelemetry/exporter-trace-otlp-http");
const instrumentation_express_1 = require("@opentelemetry/instrumentation-express");
const instrumentation_http_1 = require("@opentelemetry/instrumentation-http");
const sdk_node_1 = require("@opentelemetry/sdk-node");
const sdk_trace_base_1 = require("@opentelemetry/sdk-trace-base");
const codeAttributes_1 = require("./codeAttributes");
const sdk = new sdk_node_1.NodeSDK({
    serviceName: 'orders',
    spanProcessors: [
        ...(process.env.CODE_ATTRIBUTES === 'off' ? [] : [new codeAttributes_1.CodeAttributes(['inSpan'])]),
        new sdk_trace_base_1.BatchSpanProcessor(new exporter_trace_otlp_http_1.OTLPTraceExporter()),
    ],
    instrumentations: [new instrumentation_http_1.HttpInstrumentation(), new instrumentation_express_1.ExpressInstrumentation()],
});
sdk.start();
process.on('SIGTERM', () => void sdk.shutdown().finally(() => process.exit(0)));
//# sourceMappingURL=telemetry.js.map