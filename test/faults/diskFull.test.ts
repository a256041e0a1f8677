import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { expectNothingLost } from './support/expectNothingLost.ts';
import { Ledger } from './support/ledger.ts';
import { runSender } from './support/runSender.ts';
import { canMount, smallDisk } from './support/smallDisk.ts';
import { spawnWindow } from './support/spawnWindow.ts';

/** Where nothing can be mounted, "a disk that takes no more" of the unit tests is left, with a limit on the size of files. */
const mounts = canMount();

/** About 50 MB: no disk of these tests takes that. */
const MOST_BATCHES = 10_000;

async function fillUntilRefused(port: number, ledger: Ledger): Promise<readonly (number | undefined)[]> {
  const stop = new AbortController();
  const statuses: (number | undefined)[] = [];
  await runSender({
    port,
    ledger,
    sender: 1,
    signal: stop.signal,
    onAnswer: (fate, status) => {
      statuses.push(status);
      if (fate !== 'acked' || statuses.length > MOST_BATCHES) stop.abort();
    },
  });
  return statuses;
}

test.runIf(mounts)('a full disk refuses with 503, loses nothing, and is over when there is space again', async () => {
  const disk = smallDisk(8);
  const ledger = new Ledger();
  const window = spawnWindow(disk.path);
  await window.call('start', { port: 0 });
  const { port } = await window.is('on');
  const statuses = await fillUntilRefused(port, ledger);
  expect(statuses.at(-1)).toBe(503);
  expect(ledger.count('acked')).toBeGreaterThan(100);
  // What is there can still be read, and it stays refused rather than half taken.
  expect((await window.call('list', { limit: 5 })).length).toBeGreaterThan(0);
  expect(await fillUntilRefused(port, ledger)).toEqual([503]);
  expect((await window.call('stats')).refusedRequests['disk-full']).toBe(2);

  disk.remount('size=64m');
  const stop = new AbortController();
  const before = ledger.count('acked');
  const sender = runSender({ port, ledger, sender: 2, signal: stop.signal });
  await delay(500);
  stop.abort();
  await sender;
  expect(ledger.count('acked')).toBeGreaterThan(before);
  expect(window.messages).toEqual([]);
  expect(await window.close()).toBe(0);
  expectNothingLost(disk.path, ledger);
});

test.runIf(mounts)(
  'a disk that turns read-only refuses with 503, and is over when it can be written again',
  async () => {
    const disk = smallDisk(32);
    const ledger = new Ledger();
    const window = spawnWindow(disk.path);
    await window.call('start', { port: 0 });
    const { port } = await window.is('on');
    const sendOne = async (): Promise<number | undefined> => {
      const stop = new AbortController();
      let last: number | undefined;
      await runSender({
        port,
        ledger,
        sender: 1,
        signal: stop.signal,
        onAnswer: (_fate, status) => {
          last = status;
          stop.abort();
        },
      });
      return last;
    };
    expect(await sendOne()).toBe(200);
    // A file system with files open for writing cannot be made read-only, so the window is closed in between.
    await window.close();
    disk.remount('ro');
    const names = readdirSync(disk.path);

    const reader = spawnWindow(disk.path);
    expect(await reader.call('start', { port: 0 })).toMatchObject({ state: 'failed' });
    const failed = await reader.is('failed');
    expect(failed.message).toContain(disk.path);
    await expect(reader.call('stats')).rejects.toThrow(disk.path);
    expect(readdirSync(disk.path)).toEqual(names);

    disk.remount('rw');
    expect(await reader.call('start', { port: 0 })).toMatchObject({ state: 'on' });
    expect(
      await eventually('the stored trace', async () => (await reader.call('list', { limit: 5 }))[0]),
    ).toMatchObject({
      rootService: 'sender1',
    });
    expect(await reader.close()).toBe(0);
    expectNothingLost(disk.path, ledger);
  },
);
