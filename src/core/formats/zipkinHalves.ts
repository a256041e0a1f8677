import type { ZipkinHead } from './zipkinHead.ts';

/** The reports under one span ID, taken apart: each list is of one span. */
export interface ZipkinHalves {
  /** The client's half, or a span that shares its ID with nobody. More than one when services use the same ID by mistake. */
  readonly mains: readonly (readonly ZipkinHead[])[];
  /** The halves of the servers that took over the client's ID. */
  readonly servers: readonly (readonly ZipkinHead[])[];
}

/**
 * B3 lets a server use its client's span ID, and marks it `shared`; not all do, so a server beside a client is one too. A report that
 * has neither mark nor kind goes with the half of its service. Reports of one half belong together when nothing in their
 * endpoints speaks against it. `heads` come in an order of their own.
 */
export function zipkinHalves(heads: readonly ZipkinHead[]): ZipkinHalves {
  if (heads.length === 1) return heads[0]!.shared ? { mains: [], servers: [heads] } : { mains: [heads], servers: [] };
  const hasCaller = heads.some(({ shared, kind }) => !shared && (kind === 'CLIENT' || kind === 'PRODUCER'));
  const isServer = ({ shared, kind }: ZipkinHead): boolean =>
    shared || (hasCaller && (kind === 'SERVER' || kind === 'CONSUMER'));
  const decided = heads.filter(({ shared, kind }) => shared || kind !== '');
  const serverServices = new Set(decided.filter(isServer).map(({ service }) => service));
  const mainServices = new Set(decided.filter((head) => !isServer(head)).map(({ service }) => service));
  const mains: ZipkinHead[] = [];
  const servers: ZipkinHead[] = [];
  for (const head of heads) {
    const goesWithServer = head.kind === '' && head.service !== '' && !mainServices.has(head.service);
    if (isServer(head) || (goesWithServer && serverServices.has(head.service))) servers.push(head);
    else mains.push(head);
  }
  return { mains: byEndpoint(mains), servers: byEndpoint(servers) };
}

/** Apart by service and address; a report that lacks one of them joins the first that has it. */
function byEndpoint(heads: readonly ZipkinHead[]): readonly (readonly ZipkinHead[])[] {
  const firstService = heads.find(({ service }) => service !== '')?.service ?? '';
  const firstIp = new Map<string, string>();
  for (const { service, ip } of heads) {
    const known = service || firstService;
    if (ip !== '' && !firstIp.has(known)) firstIp.set(known, ip);
  }
  const groups = new Map<string, ZipkinHead[]>();
  for (const head of heads) {
    const service = head.service || firstService;
    const key = `${service}\0${head.ip || (firstIp.get(service) ?? '')}`;
    const group = groups.get(key);
    if (group) group.push(head);
    else groups.set(key, [head]);
  }
  return [...groups.values()];
}
