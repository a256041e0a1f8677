import { Problem } from '../problem.ts';
import type { TraceFormat } from '../protocol.ts';
import { visibleText } from '../visibleText.ts';
import { JsonReader } from './jsonReader.ts';
import type { DecodeLimits } from './limits.ts';

const OTLP_KEYS = new Set([
  'resourceSpans',
  'resource_spans',
  'resourceLogs',
  'resource_logs',
  'resourceMetrics',
  'resource_metrics',
]);
/** What an object is by its keys, the first of all that fit; each is told by keys that no other has. */
const KINDS: readonly (readonly [keys: readonly string[], says: string])[] = [
  [['mappings', 'sources'], 'a source map'],
  [['version', 'mappings'], 'a source map'],
  [['traceEvents'], 'a profile of Chrome, Perfetto or Node ("trace events"), not a distributed trace'],
  [['ph', 'ts'], 'a list of trace events of Chrome, Perfetto or Node, not a distributed trace'],
  [['nodes', 'samples'], 'a CPU profile, not a distributed trace'],
  [['status', 'data'], 'an answer of Prometheus or Loki, not a trace'],
  [['traces', 'metrics'], 'a search result of Tempo, which names traces but does not hold them'],
  [['errors'], 'an error message'],
];
const MAX_KEYS = 200;

/**
 * Tells the JSON formats apart by the first key that only one of them has; the value behind it is not read, so that a broken
 * end does not hide what the beginning is. Throws `unsupported` naming what it is instead.
 */
export function detectJson(bytes: Uint8Array, start: number, limits: DecodeLimits): TraceFormat {
  const json = new JsonReader(bytes, limits.maxDepth, start);
  if (json.peek() === 'array') return ofList(json);
  const format = ofObject(json);
  return format === 'otlp-json' && isFollowed(bytes, start, limits) ? 'otlp-jsonl' : format;
}

/** A list of traces or spans, or of lists of spans: the first object in it decides. */
function ofList(json: JsonReader): TraceFormat {
  json.beginArray();
  while (json.nextElement()) {
    const type = json.peek();
    if (type === 'array') {
      // Zipkin's search: one list a trace. An empty one says nothing.
      json.beginArray();
      if (!json.nextElement()) continue;
    }
    if (json.peek() !== 'object') break;
    return ofObject(json);
  }
  throw new Problem('unsupported', 'It is a JSON list, but not of Jaeger traces or Zipkin spans.');
}

function ofObject(json: JsonReader): TraceFormat {
  const keys = new Set<string>();
  json.beginObject();
  for (let key = json.nextKey(); key !== undefined && keys.size < MAX_KEYS; key = json.nextKey()) {
    if (OTLP_KEYS.has(key)) return 'otlp-json';
    const type = json.peek();
    if (type === 'array') {
      if (key === 'batches') return 'tempo-json';
      if (key === 'spans') return 'jaeger-json';
      // Jaeger's own errors have a code and a "msg"; GraphQL's have a "message".
      if (key === 'errors' && hasFirst(json.copy(), 'msg')) return 'jaeger-json';
      if (key === 'data' && (hasFirst(json.copy(), 'spans') || isEmptyList(json.copy()))) {
        keys.add(key);
        if (!hasFirst(json.copy(), 'spans')) {
          json.skip();
          continue;
        }
        return 'jaeger-json';
      }
    }
    if (type === 'object' && (key === 'result' || key === 'data' || key === 'trace')) {
      const inner = innerKeys(json.copy());
      if (key === 'trace' && (inner.size === 0 || inner.has('batches') || [...inner].some((one) => OTLP_KEYS.has(one))))
        return 'tempo-json';
      if ([...inner].some((one) => OTLP_KEYS.has(one))) return 'otlp-json';
    }
    keys.add(key);
    json.skip();
  }
  if (keys.size === 0) return 'otlp-json';
  if (keys.has('traceId') && keys.has('id')) return 'zipkin-json';
  // An answer of Jaeger that found nothing.
  if (keys.has('data') && keys.has('limit') && keys.has('offset')) return 'jaeger-json';
  const kind = KINDS.find(([all]) => all.every((key) => keys.has(key)))?.[1];
  if (kind !== undefined) throw new Problem('unsupported', `It is ${kind}.`);
  const first = [...keys].slice(0, 5).map((key) => visibleText(key.slice(0, 40)));
  throw new Problem('unsupported', `It is JSON, but no trace: its first keys are ${first.join(', ')}.`);
}

/** Whether the list that comes next begins with an object that has the key. */
function hasFirst(json: JsonReader, wanted: string): boolean {
  json.beginArray();
  return json.nextElement() && json.peek() === 'object' && innerKeys(json, wanted).has(wanted);
}

function isEmptyList(json: JsonReader): boolean {
  json.beginArray();
  return !json.nextElement();
}

/** Keys of the object that comes next, up to one that decides. */
function innerKeys(json: JsonReader, last = ''): ReadonlySet<string> {
  const keys = new Set<string>();
  json.beginObject();
  for (let key = json.nextKey(); key !== undefined && keys.size < MAX_KEYS; key = json.nextKey()) {
    keys.add(key);
    if (key === last || key === 'batches' || OTLP_KEYS.has(key)) break;
    json.skip();
  }
  return keys;
}

/** Whether another document follows the first, or would if that were whole. */
function isFollowed(bytes: Uint8Array, start: number, { maxDepth }: DecodeLimits): boolean {
  const json = new JsonReader(bytes, maxDepth, start);
  try {
    json.skip();
    return !json.atEnd();
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    const newline = bytes.indexOf(0x0a, start);
    return newline > 0 && bytes[newline + 1] === 0x7b;
  }
}
