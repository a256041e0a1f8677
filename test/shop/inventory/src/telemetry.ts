import { startTelemetry } from '../../shared/telemetry.ts';

export const telemetry = startTelemetry('inventory', '3.0.2');
