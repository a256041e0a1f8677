import { isLoopbackOrigin } from './isLoopbackOrigin.ts';
import { Refusal } from './refusal.ts';

/** Throws when a web page that is not served from this machine sends. Programs send no Origin. */
export function checkOrigin(origin: string | undefined): void {
  if (origin !== undefined && !isLoopbackOrigin(origin))
    throw new Refusal(403, 'origin', 'Web pages may send traces only when they are served from this machine.');
}
