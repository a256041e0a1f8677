import { Refusal } from './refusal.ts';
import { signalOfPath, type Signal } from './signalOfPath.ts';

export function checkPath(requestTarget: string | undefined): Signal {
  const signal = signalOfPath(requestTarget ?? '');
  if (signal) return signal;
  throw new Refusal(
    404,
    'path',
    // OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is used as it is: without a path, SDKs send to "/".
    'Traces are received at /v1/traces. If OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is set, it must end with that path.',
  );
}
