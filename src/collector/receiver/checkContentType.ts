import { encodingOfContentType, type OtlpEncoding } from './encodingOfContentType.ts';
import type { ExportKind } from './exportKind.ts';
import { Refusal } from './refusal.ts';

export function checkContentType(contentType: string | undefined, kind: ExportKind): OtlpEncoding {
  const encoding = encodingOfContentType(contentType);
  // The protobuf that Zipkin's reporters can send is another one.
  if (encoding && (kind !== 'zipkin' || encoding === 'json')) return encoding;
  throw new Refusal(
    415,
    'content-type',
    kind === 'zipkin'
      ? 'Zipkin spans are taken as application/json: choose the JSON v2 encoding in the reporter.'
      : 'The Content-Type must be application/x-protobuf or application/json (in UTF-8): set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf or http/json.',
  );
}
