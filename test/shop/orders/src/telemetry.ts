import { startTelemetry } from '../../shared/telemetry.ts';

export const telemetry = startTelemetry('orders', '2.4.1');
