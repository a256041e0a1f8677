import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Store } from '../../../../src/collector/store/store.ts';
import { COMMANDS, newModel, RealCollector } from '../../../support/corpus/collectorModel.ts';
import { timeBox } from '../../../support/corpus/timeBox.ts';
import { exportJson, protoBytes } from '../../collector/support/payloads.ts';
import { temporaryDirectory } from '../../collector/support/temporaryDirectory.ts';

test(
  'property 10: start, stop, post, repeat, clear, reopen: the books are right after each step',
  { timeout: 60_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands([...COMMANDS], { maxCommands: 25 }), async (commands) => {
        const real = new RealCollector(temporaryDirectory());
        try {
          // Started, or most commands would have nobody to talk to.
          await real.start();
          await fc.asyncModelRun(() => ({ model: { ...newModel(), isOn: true }, real }), commands);
        } finally {
          await real.close();
        }
      }),
      timeBox(25, 5000),
    );
  },
);

/** Of 40 kB, so that the fewest steps fill the store. */
const PADDING = 'p'.repeat(40_000);

test('property 10: whatever is evicted, what is stored is readable or counted as gone', { timeout: 60_000 }, () => {
  const step = fc.record({
    service: fc.constantFrom('noisy', 'quiet'),
    trace: fc.integer({ min: 1, max: 60 }),
    repeats: fc.boolean(),
    reopens: fc.boolean(),
  });
  let hasEvicted = false;
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 30 }), (steps) => {
      const directory = temporaryDirectory();
      const open = (): Store => new Store({ directory, mode: 'write', capBytes: 600_000 });
      let store = open();
      for (const [id, { service, trace, repeats, reopens }] of steps.entries()) {
        const payload = protoBytes(exportJson({ service, spans: [{ trace, id: id + 1, name: PADDING }] }));
        for (let i = 0; i <= Number(repeats); i++) store.ingest([{ protobuf: payload, rejected: [] }]);
        if (reopens) {
          store.close();
          store = open();
        }
        const { received, stored, duplicate, evicted } = store.stats();
        expect(received).toBe(stored + duplicate);
        const readable = store.list({ limit: 1000 }).reduce((sum, { spans }) => sum + spans, 0);
        expect(stored).toBe(readable + Object.values(evicted).reduce((sum, count) => sum + count, 0));
      }
      hasEvicted ||= Object.keys(store.stats().evicted).length > 0;
      store.close();
    }),
    timeBox(10, 5000),
  );
  // It is no property of eviction when nothing ever leaves.
  expect(hasEvicted).toBe(true);
});
