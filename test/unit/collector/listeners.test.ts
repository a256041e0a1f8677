import { onTestFinished, expect, test } from 'vitest';
import { Listeners } from '../../../src/collector/listeners.ts';
import { freePortNear } from '../../../src/collector/receiver/freePortNear.ts';
import type { ReceiverState } from '../../../src/core/protocol.ts';
import { memorySink } from './support/memorySink.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';

interface Window {
  readonly listeners: Listeners;
  readonly told: ReceiverState[];
}

function openWindow(storeDir: string): Window {
  const told: ReceiverState[] = [];
  const listeners = new Listeners(memorySink(), storeDir, (state) => void told.push(state));
  onTestFinished(async () => void (await listeners.stop()));
  return { listeners, told };
}

test('the window that has the one port has the other too, and the next one takes over both', async () => {
  const storeDir = temporaryDirectory();
  // Below the ports that systems hand out, so that no other test gets one of these meanwhile.
  const port = await freePortNear(21_000);
  const options = { port, grpcPort: await freePortNear(port + 1) };
  const [first, second] = [openWindow(storeDir), openWindow(storeDir)];
  const both = { state: 'on', port, grpc: { state: 'on', port: options.grpcPort } };
  expect(await first.listeners.start(options)).toMatchObject(both);
  expect(await second.listeners.start(options)).toEqual({ state: 'elsewhere', port });
  // With gRPC turned off in the first window its port is free; the second does not take it while it waits for the other one.
  expect(await first.listeners.start({ port, grpcPort: 0 })).not.toHaveProperty('grpc');
  expect(await second.listeners.start(options)).toEqual({ state: 'elsewhere', port });
  expect(await first.listeners.start(options)).toMatchObject(both);
  await first.listeners.stop();
  await expect.poll(() => second.told.at(-1), { timeout: 5000 }).toMatchObject(both);
  expect(second.told.map(({ state }) => state)).not.toContain('busy');
});
