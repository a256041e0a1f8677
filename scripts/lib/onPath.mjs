import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/**
 * The full path of an executable, or undefined if the PATH has none of that name.
 * @param {string} name
 */
export function onPath(name) {
  const candidates = (process.env['PATH'] ?? '').split(path.delimiter).map((folder) => path.join(folder, name));
  return candidates.find((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
