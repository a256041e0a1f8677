import { bodyCoding, type BodyCoding } from './bodyCoding.ts';
import { Refusal } from './refusal.ts';

export function checkContentEncoding(contentEncoding: string | undefined): BodyCoding {
  const coding = bodyCoding(contentEncoding);
  if (coding) return coding;
  throw new Refusal(
    415,
    'content-encoding',
    'The Content-Encoding must be gzip or none: set OTEL_EXPORTER_OTLP_COMPRESSION to gzip or none.',
    { 'Accept-Encoding': 'gzip, identity' },
  );
}
