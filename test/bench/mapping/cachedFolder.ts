import { existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * A folder of the OS's temporary ones that is filled once and found again by the next run. `name` holds a version:
 * raise it when what `fill` makes changes.
 */
export function cachedFolder(name: string, fill: (folder: string) => void): string {
  const folder = path.join(realpathSync(tmpdir()), `spanline-bench-${name}`);
  const whole = `${folder}.whole`;
  if (!existsSync(whole) || !existsSync(folder)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    fill(folder);
    writeFileSync(whole, '');
  }
  return folder;
}
