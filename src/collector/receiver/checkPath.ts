import type { ExportKind } from './exportKind.ts';
import { Refusal } from './refusal.ts';
import { signalOfPath } from './signalOfPath.ts';

/** Where Zipkin's reporters send (zipkin-api, zipkin2-api.yaml). */
const ZIPKIN_PATH = '/api/v2/spans';

export function checkPath(requestTarget: string | undefined, acceptZipkin = false): ExportKind {
  const target = requestTarget ?? '';
  const signal = signalOfPath(target);
  if (signal) return signal;
  const isZipkin = target.split('?', 1)[0] === ZIPKIN_PATH;
  if (isZipkin && acceptZipkin) return 'zipkin';
  throw new Refusal(
    404,
    'path',
    isZipkin
      ? 'Zipkin spans are received here only when the receiver is set to accept them; the setting is off.'
      : // OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is used as it is: without a path, SDKs send to "/".
        'Traces are received at /v1/traces. If OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is set, it must end with that path.',
  );
}
