import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Refusal } from './Refusal.mjs';

/**
 * Runs `main` if the module at `url` is the script Node was started with, and not when it is imported.
 * `import.meta.main` would say it, but only from Node 24 on; a fresh clone starts with whatever Node there is.
 * @param {string} url the module's `import.meta.url`
 * @param {() => Promise<void>} main
 */
export async function door(url, main) {
  const script = process.argv[1];
  if (script === undefined || realpathSync(script) !== fileURLToPath(url)) {
    return;
  }
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Refusal)) {
      throw error;
    }
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
