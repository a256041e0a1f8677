import { Problem } from '../problem.ts';
import type { TraceFormat } from '../protocol.ts';
import { detectJson } from './detectJson.ts';
import { foreignContent } from './foreignContent.ts';
import type { DecodeLimits } from './limits.ts';
import { isOtlpProtoFrames } from './otlpProtoFrames.ts';
import { protoSignal } from './protoSignal.ts';
import { isTempoProto } from './tempoProto.ts';

/** Tells the format from the content, never from a name. Throws `unsupported` with what it looks like instead. */
export function detect(bytes: Uint8Array, limits: DecodeLimits): TraceFormat {
  const start = textStart(bytes);
  if (start === bytes.length) throw new Problem('unsupported', 'It is empty.');
  if (bytes[start] === 0x7b || bytes[start] === 0x5b) return detectJson(bytes, start, limits);
  const foreign = foreignContent(bytes);
  if (foreign !== undefined) throw new Problem('unsupported', foreign);
  const signal = protoSignal(bytes);
  if (signal === 'logs' || signal === 'metrics')
    throw new Problem('unsupported', `It holds OTLP ${signal}, but no traces.`);
  if (signal === 'traces') return 'otlp-protobuf';
  if (isTempoProto(bytes, (from, to) => protoSignal(bytes, from, to) === 'traces')) return 'tempo-proto';
  if (signal === 'none') return 'otlp-protobuf';
  if (isOtlpProtoFrames(bytes)) return 'otlp-protobuf-frames';
  throw new Problem(
    'unsupported',
    'It is in no format known here: OTLP (JSON, JSON Lines or protobuf), Jaeger JSON, Zipkin JSON or Tempo, gzip or not.',
  );
}

/** Behind a byte order mark and white space. */
function textStart(bytes: Uint8Array): number {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length && (bytes[at] === 0x20 || (bytes[at]! >= 0x09 && bytes[at]! <= 0x0d))) at++;
  return at;
}
