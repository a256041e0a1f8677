import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { CollectorApi, CollectorEvents, ReceiverState } from '../../../src/core/protocol.ts';
import { eventually } from '../../support/eventually.ts';

const SCRIPT = fileURLToPath(new URL('windowProcess.ts', import.meta.url));

type Changed = CollectorEvents['changed'];
type Timed<T> = T & { readonly atMs: number };

export interface SpawnedWindow {
  readonly pid: number;
  readonly states: readonly Timed<ReceiverState>[];
  readonly changes: readonly Timed<Changed>[];
  readonly messages: readonly string[];
  call<K extends keyof CollectorApi>(
    method: K,
    params?: Parameters<CollectorApi[K]>[0],
  ): Promise<ReturnType<CollectorApi[K]>>;
  /** Waits until the receiver is in a state. */
  is<S extends ReceiverState['state']>(
    state: S,
    timeoutMs?: number,
  ): Promise<Timed<Extract<ReceiverState, { readonly state: S }>>>;
  /** As a window that closes in order; gives the exit code. */
  close(): Promise<number | null>;
  /** As kill -9 does. */
  kill(): Promise<void>;
}

export interface WindowOptions {
  readonly worker?: string;
  readonly maxAgeMs?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** A window's collector in a process of its own, its receiver not started; killed with the test. */
export function spawnWindow(directory: string, { worker, maxAgeMs, env }: WindowOptions = {}): SpawnedWindow {
  const args = [SCRIPT, '--store', directory];
  if (worker !== undefined) args.push('--worker', worker);
  if (maxAgeMs !== undefined) args.push('--age', String(maxAgeMs));
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  onTestFinished(() => void child.kill('SIGKILL'));
  // A window that was killed takes no more calls.
  child.stdin.on('error', () => {});

  const states: Timed<ReceiverState>[] = [];
  const changes: Timed<Changed>[] = [];
  const messages: string[] = [];
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line) as {
      readonly event?: string;
      readonly data?: unknown;
      readonly reply?: number;
      readonly ok?: unknown;
      readonly err?: string;
    };
    const atMs = performance.now();
    if (said.event === 'receiver') states.push({ ...(said.data as ReceiverState), atMs });
    else if (said.event === 'changed') changes.push({ ...(said.data as Changed), atMs });
    else if (said.event === 'message') messages.push(said.data as string);
    const call = waiting.get(said.reply ?? -1);
    if (said.err === undefined) call?.resolve(said.ok);
    else call?.reject(new Error(said.err));
  });
  void exited.then(() => {
    for (const call of waiting.values()) call.reject(new Error('The window is gone.'));
  });

  return {
    pid: child.pid!,
    states,
    changes,
    messages,
    call: async (method, params) => {
      const id = waiting.size;
      const call = Promise.withResolvers<unknown>();
      waiting.set(id, call);
      child.stdin.write(`${JSON.stringify({ id, method, params })}\n`);
      return (await call.promise) as never;
    },
    is: (state, timeoutMs = 10_000) =>
      eventually(
        `a receiver that is ${state}, not ${JSON.stringify(states.at(-1))}`,
        async () => {
          const last = states.at(-1);
          return last?.state === state ? last : undefined;
        },
        timeoutMs,
      ) as never,
    close: async () => {
      child.stdin.end();
      const [code] = await exited;
      return code;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
