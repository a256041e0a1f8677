import { existsSync } from 'node:fs';
import path from 'node:path';
import { door } from './lib/door.mjs';
import { Refusal } from './lib/Refusal.mjs';
import { say } from './lib/say.mjs';
import { fillFolder, serverFolder } from './lib/serverCache.mjs';
import { writeServerRecord } from './lib/serverRecord.mjs';
import { serverRecipes } from './lib/serverRecipes.mjs';

/**
 * The real servers of `npm run test:backends`, about seven minutes of compiling the first time and nothing after. One
 * that cannot be had is recorded with its reason and does not stop the others: the tests say what they could not try.
 */
export async function ensureServers() {
  /** @type {Map<string, Awaited<ReturnType<typeof ensureServer>>>} */
  const servers = new Map();
  // One after the other: a compiler takes all the cores there are.
  for (const recipe of serverRecipes) {
    servers.set(recipe.name, await ensureServer(recipe));
  }
  writeServerRecord(Object.fromEntries(servers));
  for (const server of servers.values()) {
    say(
      'unavailable' in server
        ? `${server.title}: not available. ${server.unavailable}`
        : `${server.title} ${server.version}`,
    );
  }
}

/**
 * @param {import('./lib/serverRecipes.mjs').ServerRecipe | import('./lib/serverRecipes.mjs').MissingServer} recipe
 * @returns {Promise<import('./lib/serverRecord.mjs').InstalledServer | import('./lib/serverRecord.mjs').UnavailableServer>}
 */
async function ensureServer(recipe) {
  const { title } = recipe;
  if (recipe.unavailable !== undefined) {
    return { title, unavailable: recipe.unavailable };
  }
  const { version } = recipe;
  const folder = serverFolder(recipe);
  if (!existsSync(folder)) {
    say(`Installing ${title} ${version} ...`);
    const startedMs = performance.now();
    try {
      await fillFolder(folder, recipe.install);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      return { title, unavailable: error.message };
    }
    say(`Installed ${title} ${version} in ${((performance.now() - startedMs) / 1000).toFixed(0)} s.`);
  }
  return { title, version, file: path.join(folder, recipe.file) };
}

await door(import.meta.url, ensureServers);
