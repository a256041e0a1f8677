import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureRoot } from './ensureRoot.mjs';
import { ensureServers } from './ensureServers.mjs';
import { door } from './lib/door.mjs';
import { Refusal } from './lib/Refusal.mjs';
import { repo } from './lib/repo.mjs';
import { say } from './lib/say.mjs';
import { vitestStep } from './lib/vitestStep.mjs';

/** Where the tests leave their lines of the table. */
const results = path.join(repo, 'test/results/backends');

/** `npm run test:backends`: our clients against real servers, which are installed first. Ends with a table of what was compared. */
async function testBackends() {
  await ensureRoot();
  await ensureServers();
  rmSync(results, { recursive: true, force: true });
  const tally = { passed: 0, failed: 0 };
  try {
    await vitestStep('backends', tally);
  } catch (error) {
    if (!(error instanceof Refusal)) {
      throw error;
    }
    say(error.message);
    tally.failed = Math.max(tally.failed, 1);
    process.exitCode = 1;
  }
  say(`\n${table(rows())}`);
  say(`\n${tally.passed} passed, ${tally.failed} failed`);
}

const columns = /** @type {const} */ ([
  ['backend', 'backend'],
  ['version', 'version'],
  ['traces', 'traces compared'],
  ['spans', 'spans equal'],
  ['searches', 'searches'],
  ['errors', 'error cases'],
]);

/** @returns {readonly Readonly<Record<string, string | number>>[]} */
function rows() {
  try {
    return readdirSync(results)
      .toSorted()
      .map((file) => JSON.parse(readFileSync(path.join(results, file), 'utf8')));
  } catch {
    return [];
  }
}

/** @param {readonly Readonly<Record<string, string | number>>[]} lines */
function table(lines) {
  const cells = [columns.map(([, title]) => title), ...lines.map((line) => columns.map(([key]) => String(line[key])))];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

await door(import.meta.url, testBackends);
