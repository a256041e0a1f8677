import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** Outside the checkout: a fresh clone on the same machine compiles nothing. */
const cache = path.join(process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'spanline-servers');
const hashLength = 16;

/**
 * The folder of an installed server in the cache, whether or not it is there yet. Another pin is another folder, so
 * two branches do not take each other's servers away.
 * @param {import('./serverRecipes.mjs').ServerRecipe} recipe
 */
export function serverFolder({ name, version, pins }) {
  const hash = createHash('sha256').update(JSON.stringify([process.platform, process.arch, ...pins]));
  return path.join(cache, `${name}-${version}-${hash.digest('hex').slice(0, hashLength)}`);
}

/**
 * Lets `fill` fill a folder, which gets its name only when it is complete: an interrupted build leaves nothing that
 * looks like a server.
 * @param {string} folder
 * @param {(unfinished: string) => Promise<void>} fill
 */
export async function fillFolder(folder, fill) {
  removeAbandoned();
  const unfinished = `${folder}.${process.pid}.unfinished`;
  mkdirSync(unfinished, { recursive: true });
  try {
    await fill(unfinished);
    renameSync(unfinished, folder);
  } catch (error) {
    // Another run may have finished the same one in the meantime; theirs is as good.
    if (!existsSync(folder)) {
      throw error;
    }
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function removeAbandoned() {
  for (const name of existsSync(cache) ? readdirSync(cache) : []) {
    const pid = /\.(\d+)\.unfinished$/u.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) {
      rmSync(path.join(cache, name), { recursive: true, force: true });
    }
  }
}

/**
 * @param {number} pid
 */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
