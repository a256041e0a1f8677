import path from 'node:path';
import { isInstalled } from './isInstalled.mjs';
import { repo } from './repo.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';

/**
 * `npm ci` in a folder of the repository, unless its lockfile is already satisfied.
 * @param {string} folder relative to the repository
 * @param {string} purpose what is being installed, for the progress line
 */
export async function npmCi(folder, purpose) {
  const cwd = path.join(repo, folder);
  if (isInstalled(cwd)) {
    return;
  }
  say(`Installing ${purpose} ...`);
  const startedMs = performance.now();
  // Under NODE_ENV=production npm would leave the tools out.
  await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], { cwd });
  say(`Installed ${purpose} in ${((performance.now() - startedMs) / 1000).toFixed(0)} s.`);
}
