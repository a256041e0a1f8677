import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../src/doors/webview.ts', import.meta.url));

/** The browser door, run as a user runs it. */
export interface Door {
  /** Ends with a slash. */
  readonly url: string;
  /** Sends SIGTERM and resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** Starts the door on a free port with `trace`, an OTLP/JSON object, or the path of a file; with `--search` that of a script. */
export async function startDoor(trace: object | string, option: '--trace' | '--search' = '--trace'): Promise<Door> {
  const folder = await mkdtemp(join(tmpdir(), 'spanline-door-'));
  const file = typeof trace === 'string' ? trace : join(folder, 'trace.json');
  if (typeof trace !== 'string') await writeFile(file, JSON.stringify(trace));
  const child = spawn(process.execPath, [ENTRY, option, file, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await readyUrl(child);
  return {
    url,
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = (await exited) as [number | null];
      await rm(folder, { recursive: true });
      return code;
    },
  };
}

function readyUrl(child: ChildProcess): Promise<string> {
  let errors = '';
  child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const said = JSON.parse(line) as { readonly ready?: boolean; readonly url?: string };
      if (said.ready === true && said.url !== undefined) resolve(said.url);
    });
    child.once('exit', (code) => reject(new Error(`The door ended with ${code} before it was ready: ${errors}`)));
  });
}
