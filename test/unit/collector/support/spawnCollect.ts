import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const DOOR = fileURLToPath(new URL('../../../../src/doors/collect.ts', import.meta.url));

export interface SpawnedCollect {
  readonly pid: number;
  readonly port: number;
  /** Asks it to end; gives the exit code. */
  stop(signal?: 'SIGTERM' | 'SIGINT'): Promise<number | null>;
  /** Ends it at once, as kill -9 does. */
  kill(): Promise<void>;
}

/** A collector in a process of its own, on a free port, with files of at most `fileKiB` and so many `descriptors`; killed with the test. */
export async function spawnCollect(
  directory: string,
  { fileKiB, descriptors }: { readonly fileKiB?: number; readonly descriptors?: number } = {},
): Promise<SpawnedCollect> {
  const command = [process.execPath, DOOR, '--http', '0', '--store', directory];
  // bash counts in 1024 bytes.
  const limits = `ulimit -f ${fileKiB ?? 'unlimited'} -n ${descriptors ?? '$(ulimit -n)'}`;
  const limited = ['bash', '-c', `${limits}; exec "$@"`, 'bash', ...command];
  const [program, ...args] = fileKiB === undefined && descriptors === undefined ? command : limited;
  const child = spawn(program!, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), exited])) as [string];
  const { ready, http } = JSON.parse(line) as { readonly ready: boolean; readonly http: number };
  if (!ready) throw new Error(line);
  return {
    pid: child.pid!,
    port: http,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      const [code] = (await exited) as [number | null];
      return code;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
