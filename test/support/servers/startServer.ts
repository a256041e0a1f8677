import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environment } from '../../../scripts/lib/environment.mjs';
import { freePort } from '../../../scripts/lib/freePort.mjs';

const readyTimeoutMs = 60_000;
const pollMs = 50;
const answerTimeoutMs = 2000;
const attempts = 3;
/** The end of a long log is what explains a failure. */
const maxOutputChars = 100_000;
const tailChars = 4000;
/**
 * Runs a server beside a `cat` on the pipe from this process, and kills it when the pipe closes: that is how it is
 * stopped, and a test worker that is killed itself, which runs no exit handler, closes the pipe too. Killed, not asked:
 * with a client's connection open Jaeger and Zipkin take five seconds to end, and they have nothing to save.
 */
const supervisor = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{ cat; kill -9 $server; } <&3 >/dev/null 2>&1 &
watch=$!
exec 3<&-
wait $server
code=$?
kill $watch
exit $code`;

/** How to start one server. */
export interface ServerPlan {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Asked until it is true; an exception means no. */
  isReady(signal: AbortSignal): Promise<boolean>;
}

export interface ServerPlace {
  /** As many ports of 127.0.0.1 as were asked for; free a moment ago. */
  readonly ports: readonly number[];
  /** An empty folder for configuration and data. It goes when the server stops. */
  readonly folder: string;
}

/** A server that is running. */
export interface RunningServer extends ServerPlace {
  /** Everything it printed, or the end of it. */
  readonly output: () => string;
  /** Resolves when the process and the folder are gone. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a server on free ports, in a new folder, and waits until it is ready.
 * @param plan made anew for each attempt, because somebody may take a port in the moment before the server does
 * @throws Error with the end of its output, if it ends early or is not ready within a minute
 */
export async function startServer(
  title: string,
  portCount: number,
  plan: (place: ServerPlace) => Promise<ServerPlan>,
): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    const ports = await Promise.all(Array.from({ length: portCount }, () => freePort()));
    const folder = await mkdtemp(path.join(tmpdir(), 'spanline-server-'));
    const process = new ServerProcess(await plan({ ports, folder }));
    const stop = async () => {
      await process.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    };
    const problem = await process.untilReady();
    if (problem === undefined) return { ports, folder, output: () => process.output, stop };
    await stop();
    if (attempt === attempts || !/address already in use/iu.test(process.output)) {
      throw new Error(`${title} ${problem}. The end of its output:\n${process.output.slice(-tailChars)}`);
    }
  }
}

class ServerProcess {
  output = '';
  readonly #plan: ServerPlan;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #end: string | undefined;

  constructor(plan: ServerPlan) {
    this.#plan = plan;
    const env = { ...environment(), ...plan.env };
    const args = ['-c', supervisor, 'sh', plan.command, ...plan.args];
    this.#child = spawn('sh', args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout!, this.#child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output = (this.output + text).slice(-maxOutputChars);
      });
    }
    this.#ended = new Promise((resolve) => {
      const end = (reason: string) => {
        this.#end = reason;
        resolve();
      };
      this.#child.once('error', (error) => end(error.message));
      this.#child.once('close', (code, signal) => end(`exit code ${code ?? signal}`));
    });
  }

  /** @returns what went wrong, or undefined */
  async untilReady(): Promise<string | undefined> {
    const deadlineMs = performance.now() + readyTimeoutMs;
    for (;;) {
      if (this.#end !== undefined) return `ended before it was ready (${this.#end})`;
      if (await this.#plan.isReady(AbortSignal.timeout(answerTimeoutMs)).catch(() => false)) return undefined;
      if (performance.now() > deadlineMs) return `was not ready after ${readyTimeoutMs / 1000} s`;
      await sleep(pollMs);
    }
  }

  async stop(): Promise<void> {
    this.#child.stdin!.end();
    await this.#ended;
  }
}
