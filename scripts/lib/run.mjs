import { spawn } from 'node:child_process';
import path from 'node:path';
import { environment } from './environment.mjs';
import { Refusal } from './Refusal.mjs';
import { repo } from './repo.mjs';

/**
 * Runs a command to its end, its output passed through.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ readonly cwd?: string, readonly env?: NodeJS.ProcessEnv }} [options] `cwd` defaults to the repository
 * @returns {Promise<void>}
 * @throws {Refusal} naming the command and its exit code
 */
export async function run(command, args, options = {}) {
  const cwd = options.cwd ?? repo;
  const child = spawn(command, args, { cwd, env: { ...environment(), ...options.env }, stdio: 'inherit' });
  const ended = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code === 0 ? undefined : `exit code ${code ?? signal}`));
  });
  if (ended !== undefined) {
    const where = path.relative(repo, cwd) || 'the repository';
    throw new Refusal(`\`${[command, ...args].join(' ')}\` in ${where} failed: ${ended}. The lines above say why.`);
  }
}
