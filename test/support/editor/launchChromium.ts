import { chromium, type BrowserContext } from 'playwright-core';
import { chromiumPath } from '../../../scripts/lib/chromiumPath.mjs';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @throws Error if there is no Chromium; `node scripts/ensureChromium.mjs` installs it. */
export async function launchChromium(userDataDir: string, viewport: Viewport): Promise<BrowserContext> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) {
    throw new Error('There is no Chromium on the PATH. Run: node scripts/ensureChromium.mjs');
  }
  const permissions = ['clipboard-read', 'clipboard-write'];
  return chromium.launchPersistentContext(userDataDir, { executablePath, viewport, permissions, args: flags });
}

export interface Viewport {
  readonly width: number;
  readonly height: number;
}
