import { stringAttribute, type Attribute } from './attribute.ts';

const MAX_CHARS = 500;

/** The path of the address that a span of HTTP is about, without its query; undefined when it tells none. Untrusted text. */
export function urlPath(attributes: readonly Attribute[]): string | undefined {
  const text = (...keys: readonly string[]): string | undefined =>
    keys.map((key) => stringAttribute(attributes, key)).find((value) => value !== undefined && value !== '');
  const whole = text('url.full', 'http.url');
  const path = text('url.path', 'http.target') ?? (whole === undefined ? undefined : afterHost(whole));
  const plain = path?.split(/[?#]/, 1)[0];
  return plain?.startsWith('/') && plain.length <= MAX_CHARS ? plain : undefined;
}

function afterHost(url: string): string | undefined {
  const host = url.indexOf('://');
  const slash = host < 0 ? -1 : url.indexOf('/', host + 3);
  return slash < 0 ? undefined : url.slice(slash);
}

/** Whether a server found nothing to answer with, so that no route is to be looked for. */
export function isUnserved(attributes: readonly Attribute[]): boolean {
  return ['http.response.status_code', 'http.status_code'].some((key) => {
    const value = attributes.find((attribute) => attribute.key === key)?.value;
    return value !== undefined && 'value' in value && ['404', '405'].includes(String(value.value));
  });
}
