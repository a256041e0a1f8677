import type { ZipkinEndpoint } from './zipkinEndpoint.ts';
import type { ZipkinAnnotation, ZipkinSpan, ZipkinTag } from './zipkinSpan.ts';

/**
 * The reports of one span as one: the earliest start, the longest duration, all tags and annotations once, and of every other field
 * the first that is there. `parts` come in an order of their own, so the result does not depend on their arrival.
 */
export function mergeZipkinSpans(parts: readonly ZipkinSpan[]): ZipkinSpan {
  const [first] = parts as [ZipkinSpan, ...ZipkinSpan[]];
  if (parts.length === 1) return first;
  const text = (of: (span: ZipkinSpan) => string): string => parts.map(of).find((one) => one !== '') ?? '';
  return {
    ...first,
    parentId: parts.find(({ parentId }) => parentId)?.parentId,
    name: text(({ name }) => name),
    kind: text(({ kind }) => kind),
    shared: parts.some(({ shared }) => shared),
    debug: parts.some(({ debug }) => debug),
    startNs: most(
      parts,
      ({ startNs }) => startNs,
      (a, b) => a < b,
    ),
    durationNs: most(
      parts,
      ({ durationNs }) => durationNs,
      (a, b) => a > b,
    ),
    local: mergeEndpoints(parts.map(({ local }) => local)),
    remote: mergeEndpoints(parts.map(({ remote }) => remote)),
    tags: once(
      parts.flatMap(({ tags }) => tags),
      (tag: ZipkinTag) => tag.join('\0'),
    ),
    annotations: once(
      parts.flatMap(({ annotations }) => annotations),
      ({ epochNs, value }: ZipkinAnnotation) => `${epochNs} ${value}`,
    ).toSorted((a, b) => (a.epochNs === b.epochNs ? 0 : a.epochNs < b.epochNs ? -1 : 1)),
  };
}

function most(
  parts: readonly ZipkinSpan[],
  of: (span: ZipkinSpan) => bigint | undefined,
  beats: (a: bigint, b: bigint) => boolean,
): bigint | undefined {
  let best: bigint | undefined;
  for (const part of parts) {
    const value = of(part);
    if (value !== undefined && (best === undefined || beats(value, best))) best = value;
  }
  return best;
}

function mergeEndpoints(endpoints: readonly ZipkinEndpoint[]): ZipkinEndpoint {
  return {
    service: endpoints.find(({ service }) => service !== '')?.service ?? '',
    ip: endpoints.find(({ ip }) => ip !== '')?.ip ?? '',
    port: endpoints.find(({ port }) => port !== 0)?.port ?? 0,
  };
}

function once<T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] {
  return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}
