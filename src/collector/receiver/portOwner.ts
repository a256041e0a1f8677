import { isSpanline } from './isSpanline.ts';
import { linuxPortOwner } from './linuxPortOwner.ts';

export interface PortOwner {
  /** A window on the same store, a Spanline on another one, or a stranger. */
  readonly kind: 'same-store' | 'spanline' | 'foreign';
  /** In words that follow "used by": `otelcol (pid 123)`, `another process`. */
  readonly by: string;
}

/** Who listens on a loopback port. */
export async function portOwner(port: number, key: Uint8Array | undefined): Promise<PortOwner> {
  const spanline = await isSpanline(port, key);
  if (spanline === 'same-store') return { kind: spanline, by: 'another window' };
  const owner = await linuxPortOwner(port);
  if (spanline === 'no') return { kind: 'foreign', by: owner ?? 'another process' };
  return { kind: spanline, by: owner === undefined ? 'another Spanline' : `another Spanline: ${owner}` };
}
