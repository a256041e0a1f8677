import { Problem } from '../problem.ts';
import type { ByteWriter } from './byteWriter.ts';
import type { DecodeLimits } from './limits.ts';
import type { Envelope } from './walkOtlp.ts';

/** A span or log record in a payload, and what stands around it there. */
export interface Place {
  readonly resource: Envelope;
  readonly scope: Envelope;
  readonly start: number;
  readonly end: number;
}

export const NO_ENVELOPE: Envelope = { message: undefined, fields: [] };

/** Adds up what {@link encodePlaces} will write, before it is written. */
export function checkOutput(groups: readonly (readonly Place[])[], { maxOutputBytes }: DecodeLimits): void {
  let bytes = 0;
  for (const places of groups) {
    let before: Place | undefined;
    for (const place of places) {
      bytes += place.end - place.start;
      if (place.resource !== before?.resource) bytes += bytesOf(place.resource);
      if (place.scope !== before?.scope) bytes += bytesOf(place.scope);
      before = place;
    }
    if (bytes > maxOutputBytes)
      throw new Problem(
        'too-large',
        'The payload has a large resource and many traces: stored apart they would take more than it may. Send fewer traces at a time.',
      );
  }
}

function bytesOf({ fields }: Envelope): number {
  return fields.reduce((sum, { start, end }) => sum + end - start, 0);
}

/**
 * ResourceSpans { fields, ScopeSpans { fields, spans } }, nested again wherever the resource or scope changes.
 * @param writer anything in it is overwritten: a buffer for each of thousands of traces costs more than writing them
 */
export function encodePlaces(
  payload: Uint8Array,
  places: readonly Place[],
  writer: ByteWriter,
): Uint8Array<ArrayBuffer> {
  writer.truncate(0);
  let resource: Envelope | undefined;
  let scope: Envelope | undefined;
  let resourceAt = 0;
  let scopeAt = 0;
  for (const place of places) {
    if (place.resource !== resource || place.scope !== scope) {
      if (scope) writer.end(scopeAt);
      if (resource && place.resource !== resource) writer.end(resourceAt);
      if (place.resource !== resource) {
        resource = place.resource;
        resourceAt = writer.begin(1);
        for (const field of resource.fields) writer.raw(payload, field.start, field.end);
      }
      scope = place.scope;
      scopeAt = writer.begin(2);
      for (const field of scope.fields) writer.raw(payload, field.start, field.end);
    }
    writer.bytes(2, payload, place.start, place.end);
  }
  if (scope) writer.end(scopeAt);
  if (resource) writer.end(resourceAt);
  return writer.finish();
}
