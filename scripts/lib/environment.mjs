import path from 'node:path';
import { repo } from './repo.mjs';

/** A child must not believe that it runs inside the VS Code, the vitest or the `npm start` that started us. */
const strangers = [
  // Inherited, it outranks the nested npm's own; code-server's install reads the Node version from it and refuses 20.
  /^npm_config_user_agent$/u,
  // With VSCODE_IPC_HOOK_CLI code-server hands the folder to the surrounding editor and exits.
  /^(VSCODE|ELECTRON)_/u,
  // code-server takes these before its own flags.
  /^(PORT|PASSWORD|HASHED_PASSWORD)$/u,
  /^(NODE_ENV|NODE_OPTIONS|TEST|VITEST(_.*)?)$/u,
];

/**
 * The environment of every child: Node 24 (the npm package `node`) comes first on the path.
 * @returns {NodeJS.ProcessEnv}
 */
export function environment() {
  const kept = Object.entries(process.env).filter(([name]) => !strangers.some((stranger) => stranger.test(name)));
  const bin = path.join(repo, 'node_modules/.bin');
  return { ...Object.fromEntries(kept), PATH: [bin, process.env['PATH']].join(path.delimiter) };
}
