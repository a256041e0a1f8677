import { readFileSync } from 'node:fs';

// The collector's worker with a clock that can be set: by the milliseconds in the file that CLOCK_FILE names, read at every look.
const RealDate = Date;
const file = process.env['CLOCK_FILE']!;
const now = (): number => RealDate.now() + Number(readFileSync(file, 'utf8'));

class SetDate extends RealDate {
  constructor(...args: readonly unknown[]) {
    super(...((args.length === 0 ? [now()] : args) as [number]));
  }
  static override now(): number {
    return now();
  }
}
globalThis.Date = SetDate as DateConstructor;
await import('../../../src/collector/collectorWorker.ts');
