import { ByteWriter } from '../../core/formats/byteWriter.ts';
import type { RejectedCount } from '../../core/protocol.ts';
import type { OtlpEncoding } from './encodingOfContentType.ts';

const REJECTED = {
  traces: { field: 'rejectedSpans', what: 'Spans' },
  logs: { field: 'rejectedLogRecords', what: 'Log records' },
} as const;

/**
 * An ExportTraceServiceResponse or ExportLogsServiceResponse: empty when everything was taken, else a partial success that says what was
 * not (`partial_success` = 1 { `rejected_spans` or `rejected_log_records` = 1, `error_message` = 2 }). Metrics have the same empty answer.
 */
export function exportBody(
  encoding: OtlpEncoding,
  rejected: readonly RejectedCount[],
  signal: keyof typeof REJECTED = 'traces',
): Uint8Array {
  const { field, what } = REJECTED[signal];
  const total = rejected.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return Buffer.from(encoding === 'json' ? '{}' : '');
  const errorMessage = `${what} refused: ${rejected.map(({ reason, count }) => `${count} (${reason})`).join(', ')}.`;
  // An int64 is a string in protobuf's JSON.
  if (encoding === 'json')
    return Buffer.from(JSON.stringify({ partialSuccess: { [field]: String(total), errorMessage } }));
  const writer = new ByteWriter(256);
  const partialSuccess = writer.begin(1);
  writer.varint(1, total);
  writer.string(2, errorMessage);
  writer.end(partialSuccess);
  return writer.finish();
}
