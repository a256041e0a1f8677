import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 50;

/**
 * Asks again and again until there is an answer.
 * @param what what is waited for, named in the error
 * @throws Error after `timeoutMs` without an answer
 */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, timeoutMs = 30_000): Promise<T> {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    if (performance.now() > deadlineMs) {
      throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}.`);
    }
    await sleep(pollMs);
  }
}
