import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../unit/collector/support/temporaryDirectory.ts';
import { expectNothingLost } from './support/expectNothingLost.ts';
import { Ledger } from './support/ledger.ts';
import { runSender } from './support/runSender.ts';
import { spawnWindow, type SpawnedWindow } from './support/spawnWindow.ts';

const DAY_MS = 86_400_000;
const WORKER = fileURLToPath(new URL('support/clockWorker.ts', import.meta.url));

test('a clock that jumps by an hour or by years, forth and back, evicts and loses nothing', async () => {
  const directory = temporaryDirectory();
  const clock = join(temporaryDirectory(), 'clock');
  writeFileSync(clock, '0');
  const ledger = new Ledger();
  const openWindow = (): SpawnedWindow =>
    spawnWindow(directory, { maxAgeMs: 7 * DAY_MS, worker: `file://${WORKER}`, env: { CLOCK_FILE: clock } });
  const window = openWindow();
  await window.call('start', { port: 0 });
  const { port } = await window.is('on');
  const stop = new AbortController();
  const senders = [1, 2, 3].map((sender) => runSender({ port, ledger, sender, signal: stop.signal, pauseMs: 5 }));
  for (const offsetMs of [0, DAY_MS / 24, -DAY_MS / 24, 3650 * DAY_MS, -3650 * DAY_MS, 0]) {
    writeFileSync(clock, String(offsetMs));
    // Longer than any of the collector's intervals.
    await delay(1200);
    expect(Object.values((await window.call('stats')).evicted)).toEqual([]);
  }
  stop.abort();
  await Promise.all(senders);
  expect(ledger.count('acked')).toBeGreaterThan(500);
  expect(ledger.count('refused') + ledger.count('unknown')).toBe(0);
  expect(window.messages).toEqual([]);
  expect(await window.close()).toBe(0);

  // Nor when the clock was set while the store was closed.
  for (const offsetMs of [3650 * DAY_MS, -3650 * DAY_MS, 0]) {
    writeFileSync(clock, String(offsetMs));
    const next = openWindow();
    await next.call('start', { port: 0 });
    const { port: nextPort } = await next.is('on');
    const ended = new AbortController();
    await runSender({
      port: nextPort,
      ledger,
      sender: 4,
      signal: ended.signal,
      onAnswer: () => ended.abort(),
    });
    expect((await next.call('stats')).evicted).toEqual({});
    expect(await next.close()).toBe(0);
  }
  expectNothingLost(directory, ledger);
});
