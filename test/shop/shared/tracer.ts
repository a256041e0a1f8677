import { trace } from '@opentelemetry/api';

/** The one instrumentation scope of the shop's own spans. */
export const tracer = trace.getTracer('shop', '1.0.0');
