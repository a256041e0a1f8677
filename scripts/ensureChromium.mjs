import { spawnSync } from 'node:child_process';
import { chromiumPath } from './lib/chromiumPath.mjs';
import { door } from './lib/door.mjs';
import { ensureDebian } from './lib/ensureDebian.mjs';

const fonts = ['fonts-dejavu-core', 'fonts-liberation'];

/** Without any font every letter is a box. A system that has no `fc-list` (macOS) brings its own. */
function hasFonts() {
  return spawnSync('fc-list', { encoding: 'utf8' }).stdout !== '';
}

/** Chromium and fonts, for the webview and the in-editor tests. */
export async function ensureChromium() {
  if (chromiumPath() === undefined) {
    await ensureDebian(['chromium', ...fonts], 'The tests in Chromium');
  } else if (!hasFonts()) {
    await ensureDebian(fonts, 'Text in Chromium');
  }
}

await door(import.meta.url, ensureChromium);
