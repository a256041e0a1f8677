import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A file system of its own. */
export interface SmallDisk {
  readonly path: string;
  /** Mount options: `size=64m`, `ro`. */
  remount(options: string): void;
}

/** Whether this user may mount: root on Linux, mostly. */
export function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const path = mkdtempSync(join(tmpdir(), 'spanline-mount-'));
  try {
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path]).status !== 0) return false;
    return spawnSync('umount', [path]).status === 0;
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

/** A tmpfs that goes away with the test. */
export function smallDisk(mebibytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'spanline-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', path]);
  onTestFinished(() => {
    // Lazily: a process that was killed a moment ago may still be in it.
    execFileSync('umount', ['-l', path]);
    rmSync(path, { recursive: true, force: true });
  });
  return {
    path,
    remount: (options) => void execFileSync('mount', ['-o', `remount,${options}`, path]),
  };
}
