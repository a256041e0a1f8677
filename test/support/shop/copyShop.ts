import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repo } from '../../../scripts/lib/repo.mjs';

export interface ShopCopy {
  readonly folder: string;
  remove(): void;
}

/** The built shop in a folder of its own, to edit and run without touching the repository. Its packages are shared. */
export function copyShop(): ShopCopy {
  const shop = path.join(repo, 'test/shop');
  const parent = mkdtempSync(path.join(tmpdir(), 'spanline-'));
  const folder = path.join(parent, 'shop');
  const packages = path.join(shop, 'node_modules');
  cpSync(shop, folder, { recursive: true, filter: (from) => from !== packages });
  symlinkSync(packages, path.join(folder, 'node_modules'));
  return { folder, remove: () => rmSync(parent, { recursive: true, force: true }) };
}
