import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {{ readonly version?: string, readonly optional?: boolean, readonly devOptional?: boolean }} LockedPackage
 * @param {string} file
 * @returns {Readonly<Record<string, LockedPackage>>}
 */
function lockedPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/**
 * Whether a package's `node_modules` hold what its lockfile asks for.
 * npm writes `node_modules/.package-lock.json` as its last act, so an interrupted install does not count, and an
 * install by hand does. Optional packages may be missing: they are the ones for other platforms.
 * @param {string} folder
 */
export function isInstalled(folder) {
  const receipt = path.join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(receipt)) {
    return false;
  }
  const installed = lockedPackages(receipt);
  return Object.entries(lockedPackages(path.join(folder, 'package-lock.json'))).every(
    ([place, wanted]) => place === '' || wanted.optional === true || installed[place]?.version === wanted.version,
  );
}
