import { HOST } from './isHost.ts';
import { isLoopbackName } from './isLoopbackName.ts';

/**
 * Whether a Host header names this machine's loopback (security.md T3). A page whose DNS name was rebound to 127.0.0.1 sends its
 * own name here, which is all that tells it from a local program. `host.docker.internal` is how containers reach us; no page can
 * own that name. The port is not compared: a forwarded port differs from ours.
 */
export function isOwnHost(host: string): boolean {
  const name = HOST.exec(host)?.groups?.['name']?.toLowerCase();
  return name !== undefined && (isLoopbackName(name) || name === 'host.docker.internal');
}
