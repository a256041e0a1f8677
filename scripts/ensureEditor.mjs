import path from 'node:path';
import { door } from './lib/door.mjs';
import { ensureDebian } from './lib/ensureDebian.mjs';
import { isInstalled } from './lib/isInstalled.mjs';
import { npmCi } from './lib/npmCi.mjs';
import { onPath } from './lib/onPath.mjs';
import { repo } from './lib/repo.mjs';

const headers = ['libkrb5-dev', 'libsecret-1-dev', 'libx11-dev', 'libxkbfile-dev', 'pkg-config'];
/** Asked for by command, not by package: these often come from elsewhere (pyenv, clang). */
const tools = ['g++', 'make', 'python3'];

/** VS Code in the browser (`test/editor`): compiles native modules once, which takes about two minutes. */
export async function ensureEditor() {
  if (isInstalled(path.join(repo, 'test/editor'))) {
    return;
  }
  const missingTools = tools.filter((tool) => onPath(tool) === undefined);
  await ensureDebian([...headers, ...missingTools], 'compiling VS Code (code-server)');
  await npmCi('test/editor', 'VS Code (code-server; it compiles native modules, about two minutes, once)');
}

await door(import.meta.url, ensureEditor);
