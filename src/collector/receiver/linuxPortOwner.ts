import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';

/** State TCP_LISTEN in /proc/net/tcp. */
const LISTEN = '0A';

/**
 * The program that listens on a TCP port, as `name (pid 123)`. Undefined when that cannot be found out: elsewhere than on
 * Linux, or when it belongs to another user.
 */
export async function linuxPortOwner(port: number): Promise<string | undefined> {
  const inodes = await listeningInodes(port);
  if (inodes.size === 0) return undefined;
  const pids = (await list('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    for (const descriptor of await list(`/proc/${pid}/fd`)) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
      if (inodes.has(target)) return `${await programName(pid)} (pid ${pid})`;
    }
  }
  return undefined;
}

/** Link targets of the sockets that listen on the port: `socket:[12345]`. */
async function listeningInodes(port: number): Promise<ReadonlySet<string>> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const inodes = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of (await text(table)).split('\n')) {
      // sl, local address, remote address, state, queues, timer, retransmits, uid, timeout, inode
      const fields = line.trim().split(/\s+/);
      if (fields[3] === LISTEN && fields[1]?.endsWith(wanted)) inodes.add(`socket:[${fields[9]}]`);
    }
  }
  return inodes;
}

/** Not `comm` first: that is a thread's name, and Node's is "MainThread". */
async function programName(pid: string): Promise<string> {
  const program = await readlink(`/proc/${pid}/exe`).catch(() => '');
  return basename(program) || text(`/proc/${pid}/comm`);
}

async function list(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch(() => []);
}

async function text(file: string): Promise<string> {
  return readFile(file, 'utf8').then(
    (content) => content.trim(),
    () => '',
  );
}
