import { ByteWriter } from '../../core/formats/byteWriter.ts';
import type { RejectedCount } from '../../core/protocol.ts';
import type { OtlpEncoding } from './encodingOfContentType.ts';

/**
 * An ExportTraceServiceResponse: empty when everything was taken, else a partial success that says what was not
 * (`partial_success` = 1 { `rejected_spans` = 1, `error_message` = 2 }). Logs and metrics have the same empty answer.
 */
export function exportBody(encoding: OtlpEncoding, rejected: readonly RejectedCount[]): Uint8Array {
  const spans = rejected.reduce((sum, { count }) => sum + count, 0);
  if (spans === 0) return Buffer.from(encoding === 'json' ? '{}' : '');
  const errorMessage = `Spans refused: ${rejected.map(({ reason, count }) => `${count} (${reason})`).join(', ')}.`;
  // An int64 is a string in protobuf's JSON.
  if (encoding === 'json')
    return Buffer.from(JSON.stringify({ partialSuccess: { rejectedSpans: String(spans), errorMessage } }));
  const writer = new ByteWriter(256);
  const partialSuccess = writer.begin(1);
  writer.varint(1, spans);
  writer.string(2, errorMessage);
  writer.end(partialSuccess);
  return writer.finish();
}
