import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * How many extension hosts of a profile have ever become ready. Every window and every reload starts one more, each
 * with a log of its own; the page itself shows nothing when that has happened.
 */
export async function countReadyExtensionHosts(userDataDir: string): Promise<number> {
  let ready = 0;
  for await (const file of glob(path.join(userDataDir, 'logs/*/exthost*/remoteexthost.log'))) {
    ready += (await readFile(file, 'utf8')).includes('Eager extensions activated') ? 1 : 0;
  }
  return ready;
}
