import { constants } from 'node:fs';
import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { Problem } from '../core/problem.ts';
import type { FileAccess, FileStat } from './fileAccess.ts';

/** No waiting for the other end of a FIFO, no following of a link put there since the gate looked. Windows has neither flag. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** The part of {@link FileAccess} that reads a disk, on Node's file system; the extension host uses it too. */
export class NodeFiles implements Pick<FileAccess, 'stat' | 'realpath' | 'read' | 'readTail'> {
  async stat(path: string): Promise<FileStat | undefined> {
    try {
      const found = await stat(path);
      const type = found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other';
      return { type, sizeBytes: found.size, mtimeMs: found.mtimeMs };
    } catch {
      return undefined;
    }
  }

  async realpath(path: string): Promise<string | undefined> {
    try {
      return await realpath(path);
    } catch {
      return undefined;
    }
  }

  read(path: string, maxBytes: number): Promise<Uint8Array> {
    return withFile(path, (file, sizeBytes) => {
      if (sizeBytes <= maxBytes) return readAt(file, 0, sizeBytes);
      const [size, limit] = [sizeBytes, maxBytes].map((bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`);
      throw new Problem('too-large', `${path} has ${size}; Spanline reads up to ${limit} of such a file.`);
    });
  }

  readTail(path: string, maxBytes: number): Promise<Uint8Array> {
    return withFile(path, (file, sizeBytes) => {
      const length = Math.min(sizeBytes, maxBytes);
      return readAt(file, sizeBytes - length, length);
    });
  }
}

async function withFile<T>(path: string, use: (file: FileHandle, sizeBytes: number) => Promise<T>): Promise<T> {
  let file: FileHandle;
  try {
    file = await open(path, OPEN_FLAGS);
  } catch (error) {
    throw new Problem('not-found', `${path} cannot be read.`, { cause: error });
  }
  try {
    // Asked of what is open: what lies under the path may have been swapped since (security.md F08).
    const found = await file.stat();
    if (!found.isFile()) throw new Problem('refused', `${path} is not a regular file.`);
    return await use(file, found.size);
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
