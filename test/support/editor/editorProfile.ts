import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../../scripts/lib/freePort.mjs';

/**
 * What survives a restart of VS Code in the browser. Half of it lives in the browser (open editors, view state,
 * workspace and global state, secrets), filed under the address, so the port is part of it.
 */
export interface EditorProfile {
  readonly port: number;
  readonly userDataDir: string;
  readonly extensionsDir: string;
  readonly browserDir: string;
  remove(): Promise<void>;
}

export async function createEditorProfile(): Promise<EditorProfile> {
  const root = await mkdtemp(path.join(tmpdir(), 'spanline-editor-'));
  return {
    port: await freePort(),
    userDataDir: path.join(root, 'user-data'),
    extensionsDir: path.join(root, 'extensions'),
    browserDir: path.join(root, 'browser'),
    // A killed extension host may still be writing its last log line; retried, the folder goes in the end.
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}
