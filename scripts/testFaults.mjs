import { ensureRoot } from './ensureRoot.mjs';
import { door } from './lib/door.mjs';
import { Refusal } from './lib/Refusal.mjs';
import { say } from './lib/say.mjs';
import { vitestStep } from './lib/vitestStep.mjs';

/** `npm run test:faults`: the collector under kill -9, with two windows, a full disk, damaged stores and a jumping clock. Minutes. */
async function testFaults() {
  await ensureRoot();
  const tally = { passed: 0, failed: 0 };
  try {
    await vitestStep('faults', tally);
  } catch (error) {
    if (!(error instanceof Refusal)) {
      throw error;
    }
    say(error.message);
    tally.failed = Math.max(tally.failed, 1);
    process.exitCode = 1;
  }
  say(`\n${tally.passed} passed, ${tally.failed} failed`);
}

await door(import.meta.url, testFaults);
