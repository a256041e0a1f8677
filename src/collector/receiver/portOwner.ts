import { isSpanline } from './isSpanline.ts';
import { linuxPortOwner } from './linuxPortOwner.ts';

/** Who listens on a loopback port, in words that follow "used by": `otelcol (pid 123)`, `another process`. */
export async function portOwner(port: number): Promise<string> {
  const [owner, spanline] = await Promise.all([linuxPortOwner(port), isSpanline(port)]);
  if (spanline) return owner === undefined ? 'another Spanline' : `another Spanline: ${owner}`;
  return owner ?? 'another process';
}
