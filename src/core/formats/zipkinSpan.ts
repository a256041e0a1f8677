import { parseSpanId, parseTraceId, type SpanId, type TraceId } from '../ids.ts';
import type { RejectReason } from '../protocol.ts';
import { textOf } from './anyValue.ts';
import type { JsonReader } from './jsonReader.ts';
import { nsOfMicroseconds } from './microseconds.ts';
import { NO_ENDPOINT, readZipkinEndpoint, type ZipkinEndpoint } from './zipkinEndpoint.ts';
import { upgradeZipkinV1, type ZipkinV1 } from './zipkinV1.ts';

export interface ZipkinAnnotation {
  readonly epochNs: bigint;
  readonly value: string;
}

export type ZipkinTag = readonly [key: string, value: string];

/** One report of a span as sent; a span may come in several (zipkin-api `zipkin2-api.yaml`). */
export interface ZipkinSpan {
  readonly traceId: TraceId;
  readonly id: SpanId;
  readonly parentId: SpanId | undefined;
  readonly name: string;
  /** Upper case; empty for a span within a process, or one not whole. */
  readonly kind: string;
  readonly shared: boolean;
  readonly debug: boolean;
  readonly startNs: bigint | undefined;
  readonly durationNs: bigint | undefined;
  readonly local: ZipkinEndpoint;
  readonly remote: ZipkinEndpoint;
  readonly tags: readonly ZipkinTag[];
  readonly annotations: readonly ZipkinAnnotation[];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads one span of version 2 or 1, or says why it cannot be kept. */
export function readZipkinSpan(json: JsonReader): ZipkinSpan | RejectReason {
  if (json.peek() !== 'object') {
    json.skip();
    return 'malformed-span';
  }
  let traceId: TraceId | undefined;
  let id: SpanId | undefined;
  let sound = true;
  const time = (): bigint | undefined => {
    const type = json.peek();
    if (type === 'null') json.skip();
    else if (type === 'number' || type === 'string') {
      const ns = nsOfMicroseconds(type === 'number' ? json.numberText() : json.string());
      sound &&= ns !== undefined;
      return ns;
    } else {
      json.skip();
      sound = false;
    }
    return undefined;
  };
  const span: Writable<Omit<ZipkinSpan, 'traceId' | 'id'>> = {
    parentId: undefined,
    name: '',
    kind: '',
    shared: false,
    debug: false,
    startNs: undefined,
    durationNs: undefined,
    local: NO_ENDPOINT,
    remote: NO_ENDPOINT,
    tags: [],
    annotations: [],
  };
  const v1: Writable<ZipkinV1> = { core: [], endpoint: undefined, remote: undefined, tags: [] };
  json.beginObject();
  for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
    const next = json.peek();
    if (key === 'traceId' && next === 'string') traceId = parseTraceId(json.name());
    else if (key === 'id' && next === 'string') id = parseSpanId(json.string());
    else if (key === 'parentId' && next === 'string') span.parentId = parseSpanId(json.string());
    else if (key === 'name' && next === 'string') span.name = json.name();
    else if (key === 'kind' && next === 'string') span.kind = json.name().toUpperCase();
    else if (key === 'shared' && next === 'boolean') span.shared = json.boolean();
    else if (key === 'debug' && next === 'boolean') span.debug = json.boolean();
    else if (key === 'timestamp') span.startNs = time();
    else if (key === 'duration') span.durationNs = time();
    else if (key === 'localEndpoint') span.local = readZipkinEndpoint(json);
    else if (key === 'remoteEndpoint') span.remote = readZipkinEndpoint(json);
    else if (key === 'tags' && next === 'object') span.tags = readTags(json);
    else if (key === 'annotations' && next === 'array') span.annotations = readAnnotations(json, v1);
    else if (key === 'binaryAnnotations' && next === 'array') readBinaryAnnotations(json, v1);
    else json.skip();
  }
  if (!traceId) return 'trace-id';
  if (!id) return 'span-id';
  if (!sound) return 'malformed-span';
  return upgradeZipkinV1({ ...span, traceId, id }, v1);
}

/** Values are text by the specification; others are kept as they are written. */
function readTags(json: JsonReader): readonly ZipkinTag[] {
  const tags: ZipkinTag[] = [];
  json.beginObject();
  for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) tags.push([key, writtenText(json)]);
  return tags;
}

function writtenText(json: JsonReader): string {
  if (json.peek() === 'string') return json.string();
  const start = json.position;
  json.skip();
  return textOf(json.bytes, start, json.position);
}

function readAnnotations(json: JsonReader, v1: Writable<ZipkinV1>): readonly ZipkinAnnotation[] {
  const annotations: ZipkinAnnotation[] = [];
  const core: ZipkinV1['core'][number][] = [];
  json.beginArray();
  while (json.nextElement()) {
    if (json.peek() !== 'object') {
      json.skip();
      continue;
    }
    let epochNs = 0n;
    let value = '';
    let endpoint: ZipkinEndpoint | undefined;
    json.beginObject();
    for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
      const next = json.peek();
      if (key === 'timestamp' && (next === 'number' || next === 'string'))
        epochNs = nsOfMicroseconds(next === 'number' ? json.numberText() : json.string()) ?? 0n;
      else if (key === 'value' && next === 'string') value = json.string();
      else if (key === 'endpoint') endpoint = readZipkinEndpoint(json);
      else json.skip();
    }
    annotations.push({ epochNs, value });
    if (endpoint && core.length < MAX_CORE) core.push({ epochNs, value, endpoint });
  }
  v1.core = core;
  return annotations;
}

/** A span of version 1 has up to four annotations that say what it is; more are not looked at. */
const MAX_CORE = 64;

function readBinaryAnnotations(json: JsonReader, v1: Writable<ZipkinV1>): void {
  const tags: ZipkinTag[] = [];
  json.beginArray();
  while (json.nextElement()) {
    if (json.peek() !== 'object') {
      json.skip();
      continue;
    }
    let name = '';
    let value = '';
    let endpoint: ZipkinEndpoint | undefined;
    json.beginObject();
    for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
      if (key === 'key' && json.peek() === 'string') name = json.name();
      else if (key === 'value') value = writtenText(json);
      else if (key === 'endpoint') endpoint = readZipkinEndpoint(json);
      else json.skip();
    }
    // "Server address" and "client address" name the other side, with `true` for a value.
    if (['sa', 'ca', 'ma'].includes(name) && value === 'true' && endpoint) v1.remote ??= endpoint;
    else {
      tags.push([name, value]);
      v1.endpoint ??= endpoint;
    }
  }
  v1.tags = tags;
}
