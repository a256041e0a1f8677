import { Problem } from '../problem.ts';
import type { TraceFormat } from '../protocol.ts';
import { JsonReader } from './jsonReader.ts';
import type { DecodeLimits } from './limits.ts';
import { ProtoReader, WIRE_BYTES } from './protoReader.ts';

/** Tells the format from the content, never from a name. Throws `unsupported` with what it looks like instead. */
export function detect(bytes: Uint8Array, limits: DecodeLimits): TraceFormat {
  const first = firstByte(bytes);
  if (first === undefined) throw new Problem('unsupported', 'It is empty.');
  if (first === 0x7b || first === 0x5b) return detectJson(bytes, limits);
  if (first === 0x3c) throw new Problem('unsupported', 'It is a web page or XML, not a trace.');
  if (isTracesData(bytes)) return 'otlp-protobuf';
  throw new Problem(
    'unsupported',
    'It is in no format known here: OTLP (JSON, JSON Lines or protobuf) or Jaeger JSON, gzip or not.',
  );
}

function firstByte(bytes: Uint8Array): number | undefined {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length && (bytes[at] === 0x20 || (bytes[at]! >= 0x09 && bytes[at]! <= 0x0d))) at++;
  return bytes[at];
}

const OTLP_KEYS = new Set(['resourceSpans', 'resourceLogs', 'resourceMetrics']);

function detectJson(bytes: Uint8Array, limits: DecodeLimits): TraceFormat {
  const json = new JsonReader(bytes, limits.maxDepth);
  if (json.peek() === 'array') {
    json.beginArray();
    if (json.nextElement() && keysOf(json).has('spans')) return 'jaeger-json';
    throw new Problem('unsupported', 'It is a JSON list, but not of Jaeger traces.');
  }
  const keys = keysOf(json);
  if ([...keys].some((key) => OTLP_KEYS.has(key)) || keys.size === 0) return json.atEnd() ? 'otlp-json' : 'otlp-jsonl';
  if (keys.has('spans') && (keys.has('processes') || keys.has('traceID'))) return 'jaeger-json';
  for (const wrapper of ['result', 'data']) {
    const inner = new JsonReader(bytes, limits.maxDepth);
    inner.beginObject();
    for (let key = inner.nextKey(); key !== undefined; key = inner.nextKey()) {
      if (key !== wrapper) inner.skip();
      else if (inner.peek() === 'array' && wrapper === 'data') return 'jaeger-json';
      else if (inner.peek() === 'object' && keysOf(inner).has('resourceSpans')) return 'otlp-json';
      else break;
    }
  }
  throw new Problem('unsupported', `It is JSON, but no trace: its first keys are ${[...keys].slice(0, 5).join(', ')}.`);
}

/** Keys of the object that comes next; the reader ends behind it. */
function keysOf(json: JsonReader): ReadonlySet<string> {
  const keys = new Set<string>();
  if (json.peek() !== 'object') {
    json.skip();
    return keys;
  }
  json.beginObject();
  for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
    keys.add(key);
    json.skip();
  }
  return keys;
}

/** A message that is nothing but length-delimited fields 1 (ResourceSpans) down to its end. */
function isTracesData(bytes: Uint8Array): boolean {
  const reader = new ProtoReader(bytes);
  try {
    while (reader.next()) if (reader.field !== 1 || reader.wire !== WIRE_BYTES) return false;
    return true;
  } catch {
    return false;
  }
}
