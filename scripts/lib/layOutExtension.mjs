import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from './Refusal.mjs';
import { repo } from './repo.mjs';

/** The same list as `.vscodeignore` lets into the package. */
const packaged = ['package.json', 'dist', 'media', 'README.md', 'CHANGELOG.md', 'LICENSE'];

/**
 * Puts the built extension into an extensions folder as an install would leave it.
 * @param {string} extensionsDir
 * @param {string} [source] folder of the extension, the repository unless told
 * @throws {Refusal} if it has not been built
 */
export function layOutExtension(extensionsDir, source = repo) {
  const manifest = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
  if (!existsSync(path.join(source, manifest.main))) {
    throw new Refusal(`${manifest.main} is missing in ${source}. Run: npm run build`);
  }
  // VS Code fills extensions.json from the folders only when there is none; a kept one would hide a new version.
  rmSync(extensionsDir, { recursive: true, force: true });
  const target = path.join(extensionsDir, `${manifest.publisher}.${manifest.name}-${manifest.version}`);
  mkdirSync(target, { recursive: true });
  for (const name of packaged) {
    const from = path.join(source, name);
    if (existsSync(from)) {
      cpSync(from, path.join(target, name), { recursive: true });
    }
  }
}
