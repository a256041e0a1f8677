import { existsSync } from 'node:fs';
import type { ServerName } from '../../../scripts/lib/serverRecipes.mjs';
import { readServerRecord } from '../../../scripts/lib/serverRecord.mjs';

/** A server on this machine. */
export interface InstalledServer {
  readonly version: string;
  /** What gets started, a full path. */
  readonly file: string;
}

/** Why a server cannot be tried on this machine, as a sentence or an error. */
export interface NoServer {
  readonly reason: string;
}

const ensure = 'Run: node scripts/ensureServers.mjs';

/** Reads what `scripts/ensureServers.mjs` recorded; cheap enough to decide at import time which tests there are. */
export function findServer(name: ServerName): InstalledServer | NoServer {
  const entry = readServerRecord()[name];
  if (entry === undefined) return { reason: `${name} has not been installed. ${ensure}` };
  if ('unavailable' in entry) return { reason: `${entry.title} is not available here. ${entry.unavailable}` };
  const { title, version, file } = entry;
  return existsSync(file) ? { version, file } : { reason: `${title} is gone from the cache. ${ensure}` };
}

/** @throws Error with the reason, if the server cannot be started on this machine */
export function installedServer(name: ServerName): InstalledServer {
  const found = findServer(name);
  if ('reason' in found) throw new Error(found.reason);
  return found;
}
