import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { spawnCollect } from '../unit/collector/support/spawnCollect.ts';
import { temporaryDirectory } from '../unit/collector/support/temporaryDirectory.ts';
import { expectNothingLost } from './support/expectNothingLost.ts';
import { Ledger } from './support/ledger.ts';
import { runSender } from './support/runSender.ts';

const ROUNDS = 20;
const SENDERS = 8;

/** Everything of these tests that is "random", so that a failure can be repeated. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

test('kill -9 in the midst of receiving, twenty times: nothing acknowledged is lost, nothing is there twice', async () => {
  const directory = temporaryDirectory();
  const ledger = new Ledger();
  const random = sequence(20_261_125);
  let retried = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const collect = await spawnCollect(directory);
    const { signal } = new AbortController();
    retried += ledger.count('unknown');
    const senders = Array.from({ length: SENDERS }, (_, i) =>
      runSender({ port: collect.port, ledger, sender: round * SENDERS + i + 1, signal, untilBroken: true }),
    );
    await delay(300 + 700 * random());
    await collect.kill();
    await Promise.all(senders);
  }
  console.log(
    `kill -9: ${ROUNDS} rounds, ${ledger.count('acked')} spans acked, ${retried} of unknown fate retried, ` +
      `${ledger.count('unknown')} unknown at the end`,
  );
  expect(ledger.count('acked')).toBeGreaterThan(ROUNDS * 100);
  expect(retried).toBeGreaterThan(0);
  expectNothingLost(directory, ledger);
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s while receiving ends it within 5 s with nothing lost', async (name) => {
  const directory = temporaryDirectory();
  const ledger = new Ledger();
  const collect = await spawnCollect(directory);
  const { signal } = new AbortController();
  const senders = Array.from({ length: SENDERS }, (_, i) =>
    runSender({ port: collect.port, ledger, sender: i + 1, signal, untilBroken: true }),
  );
  await delay(700);
  const askedMs = performance.now();
  expect(await collect.stop(name)).toBe(0);
  expect(performance.now() - askedMs).toBeLessThan(5000);
  await Promise.all(senders);
  expect(ledger.count('acked')).toBeGreaterThan(100);
  expectNothingLost(directory, ledger);
});
