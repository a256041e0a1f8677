import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { editorSettings } from './editorSettings.mjs';
import { layOutExtension } from './layOutExtension.mjs';
import { Refusal } from './Refusal.mjs';
import { repo } from './repo.mjs';
import { startCodeServer } from './startCodeServer.mjs';

/**
 * Serves VS Code with the built extension to a browser. Its profile stays in `.cache/start` from run to run, and the
 * user's changes to the settings with it.
 * @param {number} port
 * @param {string} folder the one to open
 * @returns {Promise<{ readonly sentence: string, readonly ended: Promise<void>, readonly stop: () => Promise<void> }>}
 */
export async function openInBrowser(port, folder) {
  const profile = path.join(repo, '.cache/start');
  const userDataDir = path.join(profile, 'user-data');
  const extensionsDir = path.join(profile, 'extensions');
  layOutExtension(extensionsDir);
  const settings = path.join(userDataDir, 'User/settings.json');
  if (!existsSync(settings)) {
    mkdirSync(path.dirname(settings), { recursive: true });
    writeFileSync(settings, JSON.stringify(editorSettings, undefined, 2));
  }
  const { ended, stop } = await startCodeServer({ port, userDataDir, extensionsDir, folder });
  return {
    sentence: `Open http://127.0.0.1:${port}/ - VS Code with Spanline. Ctrl+C here stops it.`,
    ended: ended.then(() => {
      throw new Refusal(`VS Code (code-server) ended by itself; see ${path.join(userDataDir, 'code-server.log')}.`);
    }),
    stop,
  };
}
