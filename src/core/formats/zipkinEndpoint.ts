import type { JsonReader } from './jsonReader.ts';

/** A side of a call; what is not known is empty, or 0. */
export interface ZipkinEndpoint {
  readonly service: string;
  /** Version 4 where both are known, else 6. */
  readonly ip: string;
  readonly port: number;
}

export const NO_ENDPOINT: ZipkinEndpoint = { service: '', ip: '', port: 0 };

/** What the Collector calls a resource without a name; Zipkin keeps names in lower case. */
const NO_SERVICE = 'otlpresourcenoservicename';

/** Reads `{serviceName, ipv4, ipv6, port}`, or whatever else stands there as no endpoint. */
export function readZipkinEndpoint(json: JsonReader): ZipkinEndpoint {
  if (json.peek() !== 'object') {
    json.skip();
    return NO_ENDPOINT;
  }
  let service = '';
  let ipv4 = '';
  let ipv6 = '';
  let port = 0;
  json.beginObject();
  for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
    const next = json.peek();
    if (key === 'serviceName' && next === 'string') service = json.name();
    else if (key === 'ipv4' && next === 'string') ipv4 = json.name();
    else if (key === 'ipv6' && next === 'string') ipv6 = json.name();
    else if (key === 'port' && (next === 'number' || next === 'string'))
      port = portOf(next === 'number' ? json.numberText() : json.string());
    else json.skip();
  }
  return { service: service.toLowerCase() === NO_SERVICE ? '' : service, ip: ipv4 || ipv6, port };
}

function portOf(text: string): number {
  const port = Number(text);
  return Number.isInteger(port) && port > 0 && port <= 0xffff ? port : 0;
}
