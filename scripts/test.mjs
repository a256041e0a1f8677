import { ensureChromium } from './ensureChromium.mjs';
import { ensureEditor } from './ensureEditor.mjs';
import { ensureRoot } from './ensureRoot.mjs';
import { ensureShop } from './ensureShop.mjs';
import { checkPackage } from './lib/checkPackage.mjs';
import { door } from './lib/door.mjs';
import { Refusal } from './lib/Refusal.mjs';
import { run } from './lib/run.mjs';
import { say } from './lib/say.mjs';
import { vitestStep } from './lib/vitestStep.mjs';

/**
 * The steps in order, quick ones first; the package is checked right after the build so that vitest speaks last.
 * @type {readonly { readonly name: string, readonly act: (tally: import('./lib/vitestStep.mjs').Tally) => Promise<void> }[]}
 */
const steps = [
  { name: 'types', act: () => run('tsc', ['-b']) },
  { name: 'lint', act: () => run('npm', ['run', '--silent', 'lint']) },
  { name: 'build', act: () => run('npm', ['run', '--silent', 'build']) },
  { name: 'package', act: checkPackage },
  { name: 'unit', act: (tally) => vitestStep('unit', tally) },
  { name: 'deaths', act: againIfItFell },
  { name: 'webview', act: (tally) => vitestStep('webview', tally) },
  { name: 'editor', act: (tally) => vitestStep('editor', tally) },
];

/**
 * Node itself may fall (SIGSEGV) with a worker that dies, which is what these tests let workers do: without a single failed test, the process
 * gone, they are run once more. A test that fails is a failure at once.
 * @param {import('./lib/vitestStep.mjs').Tally} tally
 */
async function againIfItFell(tally) {
  const first = { passed: 0, failed: 0, broken: 0 };
  try {
    await vitestStep('deaths', first);
    tally.passed += first.passed;
  } catch (error) {
    if (!(error instanceof Refusal) || first.failed > first.broken) {
      throw error;
    }
    say('Node fell with a worker that died, and no test failed: once more.');
    await vitestStep('deaths', tally);
  }
}

/** `npm test`: everything that needs no foreign server. Stops at the first step that fails. */
async function test() {
  await ensureRoot();
  await ensureChromium();
  await ensureEditor();
  await ensureShop();
  const tally = { passed: 0, failed: 0 };
  try {
    for (const { name, act } of steps) {
      say(`\n== ${name}`);
      const startedMs = performance.now();
      await act(tally);
      say(`== ${name} passed in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
    }
  } catch (error) {
    if (!(error instanceof Refusal)) {
      throw error;
    }
    say(error.message);
    // A step without tests (types, lint, build, package) that fails is one failure, lest the last line read as success.
    tally.failed = Math.max(tally.failed, 1);
    process.exitCode = 1;
  }
  say(`\n${tally.passed} passed, ${tally.failed} failed`);
}

await door(import.meta.url, test);
