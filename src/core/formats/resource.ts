import type { Attribute } from '../attribute.ts';
import { stringAttribute } from '../attribute.ts';
import { decodeAttribute } from './anyValue.ts';
import { ProtoReader, WIRE_BYTES } from './protoReader.ts';
import type { ByteRange } from './walkOtlp.ts';

/** The name that the semantic conventions give to a resource without `service.name`. */
const UNKNOWN_SERVICE = 'unknown_service';

/** Attributes of a Resource message (field 1). */
export function resourceAttributes(bytes: Uint8Array, range: ByteRange | undefined): readonly Attribute[] {
  if (!range) return [];
  const reader = new ProtoReader(bytes).enter(range.start, range.end);
  const attributes: Attribute[] = [];
  while (reader.next()) {
    if (reader.field === 1 && reader.wire === WIRE_BYTES)
      attributes.push(decodeAttribute(bytes, reader.start, reader.stop));
  }
  return attributes;
}

/** Which service a resource is. */
export interface ServiceResource {
  readonly name: string;
  readonly version: string | undefined;
}

/** `service.name` and `service.version` of a Resource message; the first one when one repeats. */
export function serviceOf(bytes: Uint8Array, range: ByteRange | undefined): ServiceResource {
  const attributes = resourceAttributes(bytes, range);
  return {
    name: stringAttribute(attributes, 'service.name') || UNKNOWN_SERVICE,
    version: stringAttribute(attributes, 'service.version') || undefined,
  };
}
