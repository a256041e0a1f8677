import type { Attribute } from '../attribute.ts';
import { bytesOfHex } from '../ids.ts';
import type { ByteWriter } from './byteWriter.ts';
import { writeEpochNs } from './writeEpochNs.ts';
import { writeProtoAttribute } from './writeProtoAttribute.ts';
import { zipkinEvent } from './zipkinEvent.ts';
import type { ZipkinNode } from './zipkinNodes.ts';
import type { ZipkinSpan } from './zipkinSpan.ts';
import type { ZipkinTags } from './zipkinTags.ts';

const KINDS: ReadonlyMap<string, number> = new Map([
  ['SERVER', 2],
  ['CLIENT', 3],
  ['PRODUCER', 4],
  ['CONSUMER', 5],
]);

/** Writes the span as field 2 (ScopeSpans.spans); field numbers as in opentelemetry-proto trace/v1. */
export function writeZipkinSpan(
  node: ZipkinNode,
  span: ZipkinSpan,
  tags: ZipkinTags,
  out: ByteWriter,
  maxDepth: number,
): void {
  const start = out.begin(2);
  out.bytes(1, bytesOfHex(node.traceId));
  out.bytes(2, bytesOfHex(node.spanId));
  if (tags.traceState !== '') out.string(3, tags.traceState);
  if (node.parentId) out.bytes(4, bytesOfHex(node.parentId));
  out.string(5, span.name);
  // Without a kind it is a span within a process, or one that is not whole; only OpenTelemetry's exporters mean the former.
  const kind = KINDS.get(span.kind) ?? (span.kind === '' && tags.internal ? 1 : 0);
  if (kind !== 0) out.varint(6, kind);
  if (span.startNs !== undefined) writeEpochNs(out, 7, span.startNs);
  if (span.startNs !== undefined && span.durationNs !== undefined) writeEpochNs(out, 8, span.startNs + span.durationNs);
  for (const attribute of [...tags.attributes, ...ownAttributes(node, span, tags)])
    writeProtoAttribute(out, 9, attribute);
  if (tags.dropped.attributes > 0) out.varint(10, tags.dropped.attributes);
  for (const { epochNs, value } of span.annotations) {
    const { name, attributes, dropped } = zipkinEvent(value, maxDepth);
    const event = out.begin(11);
    writeEpochNs(out, 1, epochNs);
    out.string(2, name);
    for (const attribute of attributes) writeProtoAttribute(out, 3, attribute);
    if (dropped > 0) out.varint(4, dropped);
    out.end(event);
  }
  if (tags.dropped.events > 0) out.varint(12, tags.dropped.events);
  for (const link of tags.links) {
    const at = out.begin(13);
    out.bytes(1, bytesOfHex(link.traceId));
    out.bytes(2, bytesOfHex(link.spanId));
    if (link.traceState !== '') out.string(3, link.traceState);
    for (const attribute of link.attributes) writeProtoAttribute(out, 4, attribute);
    if (link.dropped > 0) out.varint(5, link.dropped);
    out.end(at);
  }
  if (tags.dropped.links > 0) out.varint(14, tags.dropped.links);
  if (tags.status !== 0 || tags.statusMessage !== '') {
    const status = out.begin(15);
    if (tags.statusMessage !== '') out.string(2, tags.statusMessage);
    if (tags.status !== 0) out.varint(3, tags.status);
    out.end(status);
  }
  out.end(start);
}

/** What Zipkin has fields for and OTLP attributes. A tag that says the same is the sender's and counts. */
function ownAttributes(node: ZipkinNode, span: ZipkinSpan, tags: ZipkinTags): readonly Attribute[] {
  const text = (key: string, value: string): readonly Attribute[] =>
    value === '' || tags.attributes.some((attribute) => attribute.key === key)
      ? []
      : [{ key, value: { type: 'string', value } }];
  const mark = (key: string, set: boolean): readonly Attribute[] =>
    set ? [{ key, value: { type: 'bool', value: true } }] : [];
  const { service, ip, port } = span.remote;
  const isOther = span.kind !== '' && !KINDS.has(span.kind);
  return [
    ...text('peer.service', service),
    ...text('network.peer.address', ip),
    ...(port === 0 ? [] : [{ key: 'network.peer.port', value: { type: 'int', value: String(port) } } as const]),
    ...(isOther ? text('zipkin.kind', span.kind) : []),
    ...mark('zipkin.debug', span.debug),
    ...mark('zipkin.shared', span.shared || node.spanId !== node.id),
    ...(node.spanId === node.id ? [] : text('zipkin.span_id', node.id)),
    // A duration without a start has no place in OTLP.
    ...(span.startNs === undefined && span.durationNs !== undefined
      ? [
          {
            key: 'zipkin.duration_ns',
            value: { type: 'int', value: String(BigInt.asIntN(64, span.durationNs)) },
          } as const,
        ]
      : []),
  ];
}
