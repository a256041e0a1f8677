import { startTelemetry } from '../../shared/telemetry.ts';

export const telemetry = startTelemetry('gateway', '1.7.0');
