import { spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { environment } from './environment.mjs';
import { Refusal } from './Refusal.mjs';
import { repo } from './repo.mjs';
import { stopGroup } from './stopGroup.mjs';

const readyTimeoutMs = 60_000;
const pollMs = 50;

/**
 * Starts VS Code in the browser and waits until it answers. Anyone on this machine may use it: it has no password.
 * @param {{ readonly port: number, readonly userDataDir: string, readonly extensionsDir: string, readonly folder: string }} options
 * @returns {Promise<{ readonly ended: Promise<void>, readonly stop: () => Promise<void> }>}
 * @throws {Refusal} if it ends early or is silent for a minute
 */
export async function startCodeServer({ port, userDataDir, extensionsDir, folder }) {
  mkdirSync(userDataDir, { recursive: true });
  const logFile = path.join(userDataDir, 'code-server.log');
  const log = openSync(logFile, 'a');
  const flags = {
    auth: 'none',
    'bind-addr': `127.0.0.1:${port}`,
    // Without it a default one is written into the home folder.
    config: path.join(userDataDir, 'code-server.yaml'),
    'user-data-dir': userDataDir,
    'extensions-dir': extensionsDir,
  };
  const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
  args.push('--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', folder);
  const command = path.join(repo, 'test/editor/node_modules/.bin/code-server');
  const child = spawn(command, args, { env: environment(), stdio: ['ignore', log, log], detached: true });
  let isOver = false;
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    const over = () => {
      isOver = true;
      resolve();
    };
    child.once('error', over);
    child.once('exit', over);
  });
  const deadlineMs = performance.now() + readyTimeoutMs;
  while (!(await isAlive(port))) {
    if (isOver || performance.now() > deadlineMs) {
      await stopGroup(child);
      throw new Refusal(`VS Code (code-server) did not start on port ${port}; see ${logFile}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return { ended, stop: () => stopGroup(child) };
}

/**
 * @param {number} port
 */
async function isAlive(port) {
  try {
    return (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
  } catch {
    return false;
  }
}
