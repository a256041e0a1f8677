import type { Trace } from './assemble.ts';
import { attributeText, type Attribute } from './attribute.ts';
import { resourceAttributes } from './formats/resource.ts';

/** What tells machines apart, and so clocks; the first one a resource has. */
const HOST_KEYS = ['host.id', 'host.ip', 'host.name'] as const;

/** The host of every row as a number; 0 for rows whose resource names none. Equal numbers share a clock. */
export function hostsOf(trace: Trace): Uint32Array {
  const { columns, source, material } = trace;
  const resourceOf = material.rows.resource.view();
  const payloadOf = material.rows.payload.view();
  const numbers = new Map<string, number>();
  const known = new Map<number, number>();
  const hosts = new Uint32Array(columns.count);
  for (let row = 0; row < columns.count; row++) {
    const span = source[row]!;
    const resource = resourceOf[span]!;
    let host = known.get(resource);
    if (host === undefined) {
      const bytes = material.payloads[payloadOf[span]!]!;
      const key = hostKey(resourceAttributes(bytes, material.resources[resource]));
      host = key === undefined ? 0 : (numbers.get(key) ?? numbers.size + 1);
      if (key !== undefined) numbers.set(key, host);
      known.set(resource, host);
    }
    hosts[row] = host;
  }
  return hosts;
}

/** The attribute with its value: an address is not a name that happens to read alike. */
function hostKey(resource: readonly Attribute[]): string | undefined {
  for (const key of HOST_KEYS) {
    const value = resource.find((attribute) => attribute.key === key)?.value;
    // A host may have several addresses.
    const first = value?.type === 'array' ? value.values[0] : value;
    const text = first === undefined || first.type === 'empty' ? '' : attributeText(first);
    if (text !== '') return `${key}=${text}`;
  }
  return undefined;
}
