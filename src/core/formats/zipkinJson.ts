import type { Attribute } from '../attribute.ts';
import { Problem } from '../problem.ts';
import { ByteWriter } from './byteWriter.ts';
import { JsonReader } from './jsonReader.ts';
import type { DecodeLimits } from './limits.ts';
import type { Transcoded } from './otlpJson.ts';
import type { Payloads } from './payloads.ts';
import { Rejections } from './rejections.ts';
import { writeProtoAttribute } from './writeProtoAttribute.ts';
import { zipkinHeadOf, type ZipkinHead } from './zipkinHead.ts';
import { mergeZipkinSpans } from './zipkinMerge.ts';
import { zipkinNodes } from './zipkinNodes.ts';
import { readZipkinSpan, type ZipkinSpan } from './zipkinSpan.ts';
import { zipkinTags, type ZipkinTags } from './zipkinTags.ts';
import { writeZipkinSpan } from './zipkinWrite.ts';

/** Spans of one process and one scope: they share a ResourceSpans and a ScopeSpans. */
interface Group {
  readonly resource: readonly Attribute[];
  readonly tags: ZipkinTags;
  readonly spans: ByteWriter;
}

/**
 * Zipkin's JSON as OTLP protobuf: a list of spans (`GET /api/v2/trace/{id}`), a list of such lists (`/api/v2/traces`), or one span; of
 * version 2, and of version 1 as far as it goes. Read twice: once for where each span belongs, which all the others have a say in, and
 * once to write it, so that only the former is in memory for all.
 */
export function zipkinJsonToProto(bytes: Uint8Array, limits: DecodeLimits): Transcoded & Payloads {
  const json = new JsonReader(bytes, limits.maxDepth);
  const rejections = new Rejections();
  const heads = readHeads(json, limits, rejections);
  const groups = new Map<string, Group>();
  const nodes = zipkinNodes(heads, bytes);
  for (const node of nodes) {
    const parts = node.parts.map(({ start, end }) => readZipkinSpan(json.enter(start, end)) as ZipkinSpan);
    const span = mergeZipkinSpans(parts);
    const tags = zipkinTags(span.tags, limits.maxDepth);
    writeZipkinSpan(node, span, tags, groupOf(span, tags, groups).spans, limits.maxDepth);
  }
  const out = new ByteWriter(64 * 1024);
  for (const group of groups.values()) writeGroup(group, out);
  const payload = out.finish();
  return { bytes: payload, payloads: [payload], spans: nodes.length, rejected: rejections.list, notes: [] };
}

/** Every span in a list, a list of lists, or alone. */
function readHeads(json: JsonReader, limits: DecodeLimits, rejections: Rejections): readonly ZipkinHead[] {
  const heads: ZipkinHead[] = [];
  let received = 0;
  const readOne = (): void => {
    if (++received > limits.maxSpans)
      throw new Problem('too-many', `The file has more than ${limits.maxSpans.toLocaleString('en')} spans.`);
    json.peek();
    const start = json.position;
    const span = readZipkinSpan(json);
    if (typeof span === 'string') rejections.count(span);
    else heads.push(zipkinHeadOf(span, start, json.position));
  };
  if (json.peek() !== 'array') readOne();
  else {
    json.beginArray();
    while (json.nextElement()) {
      if (json.peek() !== 'array') readOne();
      else {
        json.beginArray();
        while (json.nextElement()) readOne();
      }
    }
  }
  json.end();
  return heads;
}

function groupOf(span: ZipkinSpan, tags: ZipkinTags, groups: Map<string, Group>): Group {
  const { service, ip, port } = span.local;
  const resource: readonly Attribute[] = [
    ...(service === '' ? [] : [{ key: 'service.name', value: { type: 'string', value: service } } as const]),
    // The convention has a list, since a host may have several.
    ...(ip === ''
      ? []
      : [{ key: 'host.ip', value: { type: 'array', values: [{ type: 'string', value: ip }] } } as const]),
    ...(port === 0 ? [] : [{ key: 'network.local.port', value: { type: 'int', value: String(port) } } as const]),
    ...tags.resource.filter(({ key }) => !(key === 'service.name' && service !== '')),
  ];
  const key = JSON.stringify([resource, tags.scopeName, tags.scopeVersion]);
  let group = groups.get(key);
  if (!group) groups.set(key, (group = { resource, tags, spans: new ByteWriter() }));
  return group;
}

function writeGroup({ resource, tags, spans }: Group, out: ByteWriter): void {
  const resourceSpans = out.begin(1);
  const resourceAt = out.begin(1);
  for (const attribute of resource) writeProtoAttribute(out, 1, attribute);
  out.end(resourceAt);
  const scopeSpans = out.begin(2);
  const scope = out.begin(1);
  if (tags.scopeName !== '') out.string(1, tags.scopeName);
  if (tags.scopeVersion !== '') out.string(2, tags.scopeVersion);
  out.end(scope);
  const written = spans.view();
  out.raw(written, 0, written.length);
  out.end(scopeSpans);
  out.end(resourceSpans);
}
