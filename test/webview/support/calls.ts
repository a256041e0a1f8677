import type { Page } from 'playwright-core';
import { packMessage } from '../../../src/doors/webviewMessages.ts';

/** Answers one of the page's calls in the host's place: with a value, or with a thrown sentence. */
export async function answerCall(
  page: Page,
  method: string,
  answer: { readonly ok: unknown } | { readonly message: string },
): Promise<void> {
  await page.route('**/rpc', async (route) => {
    const call = route.request().postDataJSON() as { readonly id: number; readonly method?: string };
    if (call.method !== method) {
      await route.fallback();
      return;
    }
    const outcome = 'ok' in answer ? answer : { err: { code: 'internal', message: answer.message } };
    await route.fulfill({ body: Buffer.from(packMessage({ rpc: 'reply', id: call.id, outcome })) });
  });
}

/** Tells the page something unasked, as the host does. */
export async function tell(page: Page, event: string, data: unknown): Promise<void> {
  await page.evaluate((message) => window.postMessage(message, location.origin), { rpc: 'tell', event, data });
}
