import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { post } from './support/post.ts';
import { spawnCollect } from './support/spawnCollect.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';

const MEBIBYTE = 1024 * 1024;

function memoryMiB(pid: number, what: 'VmRSS' | 'VmHWM'): number {
  const kibibytes = new RegExp(`${what}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes) / 1024;
}

test.runIf(process.platform === 'linux')('a gzip bomb is refused and does not fill memory (T5, H05)', async () => {
  const collect = await spawnCollect(temporaryDirectory());
  const bomb = gzipSync(Buffer.alloc(200 * MEBIBYTE), { level: 9 });
  expect(bomb.length).toBeLessThan(210_000);
  const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' };
  await post({ port: collect.port, headers, body: gzipSync('') });
  const before = memoryMiB(collect.pid, 'VmRSS');
  for (let i = 0; i < 3; i++) {
    const answer = await post({ port: collect.port, headers, body: bomb });
    expect([answer.status, answer.headers['connection']]).toEqual([413, 'close']);
  }
  // The limit of 64 MiB, and 32 more for what zlib and the collector of garbage keep (security.md T5).
  expect(memoryMiB(collect.pid, 'VmHWM') - before).toBeLessThan(64 + 32);
  const nested = await post({ port: collect.port, headers, body: gzipSync(bomb) });
  expect(nested.status).toBe(400);
  expect(await collect.stop()).toBe(0);
});
