import * as vscode from 'vscode';
import type { TraceId } from '../core/ids.ts';
import { Problem } from '../core/problem.ts';
import type { TraceOrigin } from './openTrace.ts';

const KEY = 'spanline.traceFiles';
const MAX_REMEMBERED = 100;

/** Which files traces were opened from, so that their tabs come back after a reload. Addresses only, in the workspace's own state. */
export class TraceFiles {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  async remember(traceId: TraceId, uri: vscode.Uri): Promise<void> {
    const others = this.#entries().filter(([known]) => known !== traceId);
    await this.#state.update(KEY, [...others, [traceId, uri.toString()]].slice(-MAX_REMEMBERED));
  }

  /** Where a trace was opened from, if it was from a file. */
  originOf(traceId: TraceId): TraceOrigin | undefined {
    const entry = this.#entries().find(([known]) => known === traceId);
    return entry && traceFileOrigin(vscode.Uri.parse(entry[1], true));
  }

  #entries(): readonly (readonly [string, string])[] {
    return this.#state.get<readonly (readonly [string, string])[]>(KEY, []);
  }
}

/** Parsing it takes several times its size in memory; larger captures are cut by their tools. */
const MAX_FILE_BYTES = 512 * 1_048_576;

/** A trace file as an origin: read again whenever its bytes are wanted. */
export function traceFileOrigin(uri: vscode.Uri): TraceOrigin {
  const label = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return {
    label,
    fetch: async () => {
      const { size } = await vscode.workspace.fs.stat(uri);
      if (size > MAX_FILE_BYTES)
        throw new Problem(
          'too-large',
          `${label} has ${Math.round(size / 1_048_576)} MiB; up to 512 MiB can be opened.`,
        );
      const bytes = await vscode.workspace.fs.readFile(uri);
      const copy = new Uint8Array(bytes.length);
      copy.set(bytes);
      return { chunks: [copy.buffer] };
    },
  };
}
