import { encodingOfContentType, type OtlpEncoding } from './encodingOfContentType.ts';
import { Refusal } from './refusal.ts';

export function checkContentType(contentType: string | undefined): OtlpEncoding {
  const encoding = encodingOfContentType(contentType);
  if (encoding) return encoding;
  throw new Refusal(
    415,
    'content-type',
    'The Content-Type must be application/x-protobuf or application/json (in UTF-8): set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf or http/json.',
  );
}
