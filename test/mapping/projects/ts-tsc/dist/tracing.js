"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.inSpan = inSpan;
const api_1 = require("@opentelemetry/api");
const tracer = api_1.trace.getTracer('orders');
/** Runs `work` in a span that ends, and fails, with it. */
async function inSpan(name, work) {
    return tracer.startActiveSpan(name, async (span) => {
        try {
            return await work(span);
        }
        catch (error) {
            span.recordException(error);
            span.setStatus({ code: api_1.SpanStatusCode.ERROR, message: error.message });
            throw error;
        }
        finally {
            span.end();
        }
    });
}
//# sourceMappingURL=tracing.js.map