import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;

/**
 * The secret that the windows on one store share, made by the first of them: who knows it reads and writes the same store. Undefined
 * when it can be neither read nor made, and then nobody is taken for a window on this store.
 */
export function storeKey(directory: string): Uint8Array | undefined {
  const file = join(directory, 'receiver.key');
  return read(file) ?? make(file);
}

function make(file: string): Uint8Array | undefined {
  const key = randomBytes(KEY_BYTES);
  try {
    writeFileSync(file, key, { flag: 'wx', mode: 0o600 });
    return key;
  } catch {
    // Another window was quicker, or the directory is read-only.
    return read(file);
  }
}

function read(file: string): Uint8Array | undefined {
  try {
    const key = readFileSync(file);
    // Shorter while another window is writing it.
    return key.length === KEY_BYTES ? key : undefined;
  } catch {
    return undefined;
  }
}
