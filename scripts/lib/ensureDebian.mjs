import { spawnSync } from 'node:child_process';
import { onPath } from './onPath.mjs';
import { Refusal } from './Refusal.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';

/**
 * @param {string} name
 */
function isPresent(name) {
  const { stdout } = spawnSync('dpkg-query', ['--show', '--showformat=${db:Status-Status}', name], {
    encoding: 'utf8',
  });
  return stdout === 'installed';
}

/**
 * Installs missing Debian packages as root; anyone else is told the command that would.
 * @param {readonly string[]} packages
 * @param {string} purpose what needs them
 * @throws {Refusal} if something is missing and this user cannot install it
 */
export async function ensureDebian(packages, purpose) {
  if (onPath('apt-get') === undefined) {
    throw new Refusal(
      `${purpose} needs what Debian calls ${packages.join(' ')}. ` +
        `This system has no apt-get: install them with its own package manager, then run this again.`,
    );
  }
  const missing = packages.filter((name) => !isPresent(name));
  if (missing.length === 0) {
    return;
  }
  if (process.getuid?.() !== 0) {
    throw new Refusal(`${purpose} needs Debian packages. Run: sudo apt-get install -y ${missing.join(' ')}`);
  }
  say(`Installing Debian packages for ${purpose}: ${missing.join(' ')} ...`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env });
}
