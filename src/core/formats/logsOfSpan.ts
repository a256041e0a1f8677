import { attributeText, type Attribute } from '../attribute.ts';
import { hexOf, type SpanId } from '../ids.ts';
import { MAX_SPAN_LOGS, type SpanLog } from '../spanLog.ts';
import { decodeAnyValue, decodeAttribute } from './anyValue.ts';
import { ProtoReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from './protoReader.ts';
import { bigIntOf } from './unixNano.ts';
import { walkOtlp } from './walkOtlp.ts';

/** `SEVERITY_NUMBER_TRACE` is 1, each name has four numbers. */
const SEVERITIES = ['', 'TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/**
 * The log records of one span out of OTLP logs (LogsData has the framing of TracesData), in order of time, at most `MAX_SPAN_LOGS`.
 * A record that cannot be read is left out: the store has counted it.
 */
export function logsOfSpan(chunks: readonly Uint8Array[], spanId: SpanId): readonly SpanLog[] {
  const logs: SpanLog[] = [];
  for (const bytes of chunks) {
    walkOtlp(bytes, {
      resource: () => undefined,
      scope: () => undefined,
      span: (start, end) => {
        const log = readLog(bytes, start, end, spanId);
        if (log) logs.push(log);
      },
    });
  }
  return logs.toSorted(byTime).slice(0, MAX_SPAN_LOGS);
}

/** Decimal nanoseconds without leading zeros compare by length first. */
function byTime(a: SpanLog, b: SpanLog): number {
  return a.epochNs.length - b.epochNs.length || (a.epochNs < b.epochNs ? -1 : a.epochNs > b.epochNs ? 1 : 0);
}

/** LogRecord: time 1, severity number 2, severity text 3, body 5, attributes 6, span ID 10, observed time 11. */
function readLog(bytes: Uint8Array, start: number, end: number, spanId: SpanId): SpanLog | undefined {
  const attributes: Attribute[] = [];
  let [timeNs, observedNs] = [0n, 0n];
  let severity = '';
  let severityNumber = 0;
  let body = '';
  let isOfSpan = false;
  try {
    const reader = new ProtoReader(bytes).enter(start, end);
    while (reader.next()) {
      const { field, wire, start: from, stop: to } = reader;
      if (field === 1 && wire === WIRE_FIXED64) timeNs = bigIntOf(reader.high, reader.low);
      else if (field === 11 && wire === WIRE_FIXED64) observedNs = bigIntOf(reader.high, reader.low);
      else if (field === 2 && wire === WIRE_VARINT) severityNumber = reader.low;
      else if (wire !== WIRE_BYTES) continue;
      else if (field === 3) severity = new TextDecoder().decode(bytes.subarray(from, to));
      else if (field === 5) body = attributeText(decodeAnyValue(bytes, from, to, 0));
      else if (field === 6) attributes.push(decodeAttribute(bytes, from, to));
      else if (field === 10) isOfSpan = to - from === 8 && hexOf(bytes, from, to) === spanId;
    }
  } catch {
    return undefined;
  }
  if (!isOfSpan) return undefined;
  const name = severity || (SEVERITIES[Math.ceil(severityNumber / 4)] ?? '');
  return { epochNs: String(timeNs || observedNs), severity: name, severityNumber, body, attributes };
}
