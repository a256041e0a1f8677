import type { Attribute } from '../attribute.ts';
import type { ZipkinTag } from './zipkinSpan.ts';
import { zipkinLink, type ZipkinLink } from './zipkinLink.ts';

/** The tags of a span in OTLP's terms. */
export interface ZipkinTags {
  /** 0 unset, 1 OK, 2 error. */
  readonly status: number;
  readonly statusMessage: string;
  readonly scopeName: string;
  readonly scopeVersion: string;
  readonly traceState: string;
  readonly internal: boolean;
  readonly dropped: { readonly attributes: number; readonly events: number; readonly links: number };
  readonly links: readonly ZipkinLink[];
  readonly attributes: readonly Attribute[];
  /** Of the process, which exporters put among those of the span. */
  readonly resource: readonly Attribute[];
}

/** Attributes that OpenTelemetry's conventions know of resources only. */
const RESOURCE_KEY = /^(?:service|telemetry|host|process|os|container|k8s|cloud|deployment)\./;
const OTEL_KEY = /^(?:otel|telemetry\.sdk)\./;

/**
 * Sorts tags into fields and attributes. A tag `error` means that the span failed and says how (`false` is taken at its word). Those that
 * OpenTelemetry's exporters make of fields (specification/trace/sdk_exporters/zipkin.md, and the Collector's `zipkinv2`) become the fields
 * again; one that does not hold what it should stays an attribute.
 */
export function zipkinTags(tags: readonly ZipkinTag[], maxDepth: number): ZipkinTags {
  const fields = new Map<string, string>();
  for (const [key, value] of tags) if (!fields.has(key)) fields.set(key, value);
  const used = new Set<string>();
  const take = (...keys: readonly string[]): string => {
    const key = keys.find((one) => (fields.get(one) ?? '') !== '');
    if (key === undefined) return '';
    used.add(key);
    return fields.get(key)!;
  };
  const takeCount = (key: string): number => {
    if (!/^\d{1,9}$/.test(fields.get(key) ?? '')) return 0;
    return Number(take(key));
  };
  const otel = [...fields.keys()].some((key) => OTEL_KEY.test(key));
  const links: ZipkinLink[] = [];
  for (let i = 0; fields.has(`otlp.link.${i}`); i++) {
    const link = zipkinLink(fields.get(`otlp.link.${i}`)!, maxDepth);
    if (!link) continue;
    used.add(`otlp.link.${i}`);
    links.push(link);
  }
  const code = /^(?:STATUS_CODE_)?(OK|ERROR|UNSET)$/i.exec(fields.get('otel.status_code') ?? '')?.[1]?.toUpperCase();
  if (code !== undefined) used.add('otel.status_code');
  const error = fields.get('error');
  const failed = code === 'ERROR' || (error !== undefined && error !== 'false');
  const description = take('otel.status_description');
  const statusMessage = description || (failed && error !== undefined && error !== 'true' ? error : '');
  if (failed && (error === '' || error === 'true' || error === statusMessage)) used.add('error');
  const internal = fields.get('span.kind')?.toLowerCase() === 'internal';
  if (internal) used.add('span.kind');
  const result = {
    status: failed ? 2 : code === 'OK' ? 1 : 0,
    statusMessage,
    scopeName: take('otel.scope.name', 'otel.library.name'),
    scopeVersion: take('otel.scope.version', 'otel.library.version'),
    traceState: take('w3c.tracestate'),
    internal: internal || otel,
    dropped: {
      attributes: takeCount('otel.dropped_attributes_count'),
      events: takeCount('otel.dropped_events_count'),
      links: takeCount('otel.dropped_links_count'),
    },
    links,
  };
  // The older names repeat the newer ones.
  for (const part of ['name', 'version'] as const)
    if (fields.get(`otel.library.${part}`) === fields.get(`otel.scope.${part}`)) used.add(`otel.library.${part}`);
  const attributes: Attribute[] = [];
  const resource: Attribute[] = [];
  for (const [key, value] of tags) {
    if (used.has(key) && fields.get(key) === value) continue;
    (otel && RESOURCE_KEY.test(key) ? resource : attributes).push({ key, value: { type: 'string', value } });
  }
  return { ...result, attributes, resource };
}
