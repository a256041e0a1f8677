import { spawn } from 'node:child_process';
import { environment } from './environment.mjs';
import { Refusal } from './Refusal.mjs';

/** The cause comes first; Maven goes on with advice about Maven. */
const maxErrorLines = 6;
const progress = /^(?:go: downloading |\[INFO\]|\s*$)/u;

/**
 * Runs a command whose progress nobody wants to read (a line for each of 500 modules) and shows its complaint only if
 * it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 * @returns {Promise<void>}
 * @throws {Refusal} with the command and its complaint
 */
export async function runQuietly(command, args, cwd) {
  const child = spawn(command, args, { cwd, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output += text;
    });
  }
  const ended = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code === 0 ? undefined : `exit code ${code ?? signal}`));
  });
  if (ended !== undefined) {
    const complaint = output.split('\n').filter((line) => !progress.test(line));
    const commandLine = [command, ...args].join(' ');
    throw new Refusal([`\`${commandLine}\` failed: ${ended}`, ...complaint.slice(0, maxErrorLines)].join('\n'));
  }
}
