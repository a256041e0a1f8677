import type { FrameLocator, Page } from 'playwright-core';
import { eventually } from '../eventually.ts';

/**
 * The content of the webview whose title contains `titlePart`. It sits two frames deep: VS Code's own frame, which
 * has a new name each time the webview is made, then the extension's document. The first webview of a new profile
 * takes 2 to 3 s, because VS Code installs a service worker for it.
 */
export async function findWebview(page: Page, titlePart: string): Promise<FrameLocator> {
  const title = `#active-frame[title*=${JSON.stringify(titlePart)}]`;
  const name = await eventually(`a webview titled "${titlePart}"`, async () => {
    for (const outer of await page.locator('iframe.webview.ready').all()) {
      if ((await outer.contentFrame().locator(title).count()) > 0) {
        return (await outer.getAttribute('name')) ?? undefined;
      }
    }
    return undefined;
  });
  return page.frameLocator(`iframe[name="${name}"]`).frameLocator('#active-frame');
}
