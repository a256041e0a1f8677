import { setTimeout as sleep } from 'node:timers/promises';

const graceMs = 5000;
const pollMs = 20;

/**
 * Ends a child that was spawned `detached`, together with everything it started: asks, waits, then insists. VS Code's
 * extension host closes its files in that time.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<void>} when the whole process group is gone
 */
export async function stopGroup(child) {
  const { pid } = child;
  if (pid === undefined) {
    return;
  }
  const deadlineMs = performance.now() + graceMs;
  let reached = signalGroup(pid, 'SIGTERM');
  while (reached && performance.now() < deadlineMs) {
    await sleep(pollMs);
    reached = signalGroup(pid, 0);
  }
  if (reached) {
    signalGroup(pid, 'SIGKILL');
  }
}

/**
 * @param {number} leader
 * @param {NodeJS.Signals | 0} signal 0 only asks whether anybody is there
 * @returns {boolean} whether anybody was
 */
function signalGroup(leader, signal) {
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}
