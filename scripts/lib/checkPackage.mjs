import { execFile } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { environment } from './environment.mjs';
import { Refusal } from './Refusal.mjs';
import { repo } from './repo.mjs';
import { say } from './say.mjs';

/** The bar of the design: 2 MB. */
const maxBytes = 2_000_000;
/** npm, which vsce may ask for the dependencies, can complain at any length. */
const maxErrorLines = 12;
const vsix = path.join(repo, '.cache/spanline.vsix');

/**
 * Packages the extension and refuses a warning, a file that users have no use for, and a package over the bar.
 * @throws {Refusal}
 */
export async function checkPackage() {
  mkdirSync(path.dirname(vsix), { recursive: true });
  const output = await vsce(['package', '--out', vsix]);
  const warnings = output.split('\n').filter((line) => line.includes('WARNING'));
  if (warnings.length > 0) {
    throw new Refusal(`vsce packages the extension with warnings:\n${warnings.join('\n')}`);
  }
  const files = (await vsce(['ls'])).split('\n').filter((line) => line !== '');
  const strangers = files.filter(
    (file) => !/^(dist|media)\/|^(package\.json|(README|docs\/extension)\.md|CHANGELOG\.md|LICENSE)$/iu.test(file),
  );
  if (strangers.length > 0) {
    throw new Refusal(
      `The package holds files that users have no use for: ${strangers.join(', ')}. See .vscodeignore.`,
    );
  }
  const bytes = statSync(vsix).size;
  if (bytes > maxBytes) {
    throw new Refusal(`The package is ${bytes} bytes; the bar is ${maxBytes}.`);
  }
  say(`${files.length} files, ${(bytes / 1000).toFixed(0)} kB`);
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<string>} everything it printed
 */
async function vsce(args) {
  try {
    const { stdout, stderr } = await promisify(execFile)('vsce', args, { cwd: repo, env: environment() });
    return `${stdout}${stderr}`;
  } catch (error) {
    const lines = (error instanceof Error ? error.message : String(error)).split('\n').slice(0, maxErrorLines);
    throw new Refusal(`\`vsce ${args.join(' ')}\` failed: ${lines.join('\n')}`);
  }
}
