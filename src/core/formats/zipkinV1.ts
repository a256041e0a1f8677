import type { ZipkinEndpoint } from './zipkinEndpoint.ts';
import type { ZipkinAnnotation, ZipkinSpan, ZipkinTag } from './zipkinSpan.ts';

/** What a span of version 1 has besides: endpoints at each annotation, tags as "binary annotations". */
export interface ZipkinV1 {
  readonly core: readonly (ZipkinAnnotation & { readonly endpoint: ZipkinEndpoint })[];
  readonly endpoint: ZipkinEndpoint | undefined;
  readonly remote: ZipkinEndpoint | undefined;
  readonly tags: readonly ZipkinTag[];
}

/** The annotations that begin and end each side of a call: client send and receive, server receive and send, message send and receive. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['cs', 'CLIENT'],
  ['cr', 'CLIENT'],
  ['sr', 'SERVER'],
  ['ss', 'SERVER'],
  ['ms', 'PRODUCER'],
  ['mr', 'CONSUMER'],
]);

/**
 * A span in terms of version 2, where the kind, the endpoint and the times are the span's own. They are taken from the first side that
 * its annotations tell of, which stay events; a span of version 2 comes back as it is.
 */
export function upgradeZipkinV1(span: ZipkinSpan, { core, endpoint, remote, tags }: ZipkinV1): ZipkinSpan {
  if (core.length === 0 && endpoint === undefined && remote === undefined && tags.length === 0) return span;
  const first = core.find(({ value }) => KINDS.has(value));
  const kind = span.kind || KINDS.get(first?.value ?? '') || '';
  const times = core.filter(({ value }) => kind !== '' && KINDS.get(value) === kind).map(({ epochNs }) => epochNs);
  const startNs =
    span.startNs ?? times.reduce<bigint | undefined>((a, b) => (a === undefined || b < a ? b : a), undefined);
  const lastNs = times.reduce<bigint | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined);
  const elapsedNs = times.length > 1 && startNs !== undefined && lastNs !== undefined ? lastNs - startNs : undefined;
  const isNamed = ({ service, ip }: ZipkinEndpoint): boolean => service !== '' || ip !== '';
  return {
    ...span,
    kind,
    startNs,
    durationNs: span.durationNs ?? elapsedNs,
    local: isNamed(span.local) ? span.local : (first?.endpoint ?? core[0]?.endpoint ?? endpoint ?? span.local),
    remote: isNamed(span.remote) ? span.remote : (remote ?? span.remote),
    tags: [...span.tags, ...tags],
  };
}
