import { expect, test, vi } from 'vitest';
import { openCollector } from './support/openCollector.ts';

// Only macOS and Windows let two servers have one port; here it is said that the requests of the first try went elsewhere.
const { answers } = vi.hoisted(() => ({ answers: [true, false, false] }));
vi.mock('../../../src/collector/receiver/reachesItself.ts', () => ({
  reachesItself: async () => answers.shift() ?? true,
}));

test('a port on which others get our requests is busy, is let go of, and is tried again', async () => {
  const collector = await openCollector();
  const { port } = collector;
  await collector.stop();
  expect(await collector.start({ port })).toMatchObject({ state: 'busy', port });
  await expect.poll(() => collector.events.receiver.at(-1), { timeout: 5000 }).toMatchObject({ state: 'on', port });
  expect(collector.events.receiver.map(({ state }) => state)).toEqual(['on', 'off', 'busy', 'on']);
  expect(answers).toEqual([]);
});
