import { defineConfig } from 'vitest/config';

/** What is waited for comes within some milliseconds, on a machine that does other things in a second or two. */
const expect = { poll: { timeout: 5000 } };

const DEATHS = 'test/unit/collector/collectorClient.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: [DEATHS],
          setupFiles: ['test/support/propertySeed.ts'],
          testTimeout: 10_000,
          expect,
        },
      },
      {
        test: {
          // Lets workers die, with which Node itself falls now and then (SIGSEGV): in a run of its own it takes nothing else along.
          name: 'deaths',
          include: [DEATHS],
          testTimeout: 10_000,
          expect,
        },
      },
      {
        test: {
          name: 'webview',
          expect,
          include: ['test/webview/**/*.test.ts'],
          setupFiles: ['test/support/propertySeed.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'faults',
          expect,
          include: ['test/faults/**/*.test.ts'],
          // They kill processes and measure how long others take; two at a time would measure each other.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'backends',
          expect,
          include: ['test/backends/**/*.test.ts'],
          // Each file starts servers of its own; two at a time would only wait for the processor.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'editor',
          expect,
          include: ['test/editor/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          // One VS Code at a time: two on two cores make each other time out.
          fileParallelism: false,
          maxWorkers: 1,
          // What VS Code's own dialogs and animations do in between is not ours to time.
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
