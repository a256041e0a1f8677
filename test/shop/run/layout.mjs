import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const SHOP = dirname(dirname(fileURLToPath(import.meta.url)));

/** In the order they start: each is told the addresses of those before it. */
export const SERVICES = ['inventory', 'orders', 'gateway'];

export function bundleOf(service) {
  return join(SHOP, service, 'dist', 'main.cjs');
}
