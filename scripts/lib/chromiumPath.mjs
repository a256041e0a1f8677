import { existsSync } from 'node:fs';
import { onPath } from './onPath.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macChrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The Chromium that tests drive, or undefined if there is none. */
export function chromiumPath() {
  const found = names.map((name) => onPath(name)).find((candidate) => candidate !== undefined);
  return found ?? (existsSync(macChrome) ? macChrome : undefined);
}
