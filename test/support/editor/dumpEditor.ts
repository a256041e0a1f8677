import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';

/** What there is to save when a walk fails. */
export interface Evidence {
  readonly page: Page;
  readonly userDataDir: string;
  readonly consoleLines: readonly string[];
}

/**
 * Saves a picture of the page, the browser's console, code-server's output and VS Code's logs: the extension host's
 * (`exthost1/remoteexthost.log`) and every output channel (`exthost1/spanline.spanline/Spanline.log`).
 */
export async function dumpEditor({ page, userDataDir, consoleLines }: Evidence, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'console.log'), consoleLines.join('\n'));
  for (const name of ['logs', 'code-server.log']) {
    const from = path.join(userDataDir, name);
    if (existsSync(from)) {
      await cp(from, path.join(folder, name), { recursive: true });
    }
  }
  await page.screenshot({ path: path.join(folder, 'page.png') });
}
