import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { repo } from './repo.mjs';
import { run } from './run.mjs';

/**
 * @typedef {{ passed: number, failed: number, broken?: number }} Tally `broken`: of the failed, files that fell without a failed test
 * @typedef {{
 *   readonly numPassedTests: number,
 *   readonly numFailedTests: number,
 *   readonly testResults: readonly {
 *     readonly status: string,
 *     readonly assertionResults: readonly { readonly status: string }[],
 *   }[],
 * }} Report what vitest's JSON reporter writes, as far as it is read here
 */

/**
 * Runs one vitest project and adds its numbers to the tally, whether it passes or not.
 * @param {string} project
 * @param {Tally} tally
 * @throws {import('./Refusal.mjs').Refusal} if a test fails
 */
export async function vitestStep(project, tally) {
  const file = path.join(repo, 'test/results', `${project}.json`);
  rmSync(file, { force: true });
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    // vitest colours a log file, too.
    const env = process.stdout.isTTY ? {} : { NO_COLOR: '1' };
    await run('vitest', ['run', '--project', project, ...reporters], { env });
  } finally {
    if (existsSync(file)) {
      /** @type {Report} */
      const report = JSON.parse(readFileSync(file, 'utf8'));
      tally.passed += report.numPassedTests;
      const broken = brokenFiles(report);
      tally.failed += report.numFailedTests + broken;
      tally.broken = (tally.broken ?? 0) + broken;
    }
  }
}

/**
 * Files that failed before any of their tests did (an import, a hook); vitest counts them nowhere among the tests.
 * @param {Report} report
 */
function brokenFiles(report) {
  return report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
}
