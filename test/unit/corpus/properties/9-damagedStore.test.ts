import fc from 'fast-check';
import { expect, test } from 'vitest';
import { salvage, seededFiles, WRITTEN } from '../../../support/corpus/damagedStore.ts';
import { timeBox } from '../../../support/corpus/timeBox.ts';

/** A place in a file: small numbers are its header, where damage does most. */
const place = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.nat(200).map((at) => at / 1e6),
);

function expectSubset(spans: readonly string[]): void {
  expect(new Set(spans).size).toBe(spans.length);
  expect(spans.filter((span) => !WRITTEN.has(span))).toEqual([]);
}

test('undamaged, all that was written is there (S02)', () => {
  for (const left of ['open', 'closed'] as const) {
    const { spans, problems } = salvage(seededFiles(left));
    expect(problems).toEqual([]);
    expect(new Set(spans)).toEqual(WRITTEN);
  }
});

test('property 9: a store cut at any byte has some of its spans or is put aside (S02)', { timeout: 60_000 }, () => {
  const whole = seededFiles('closed').get('traces.db')!;
  fc.assert(
    fc.property(place, (at) => {
      const { spans } = salvage(new Map([['traces.db', whole.subarray(0, Math.floor(at * whole.length))]]));
      expectSubset(spans);
    }),
    timeBox(50, 4000),
  );
});

test(
  'property 9: of a log cut at any byte every whole transaction is there, in order (S02)',
  { timeout: 60_000 },
  () => {
    const files = seededFiles('open');
    const log = files.get('traces.db-wal')!;
    fc.assert(
      fc.property(place, (at) => {
        const cut = new Map([...files, ['traces.db-wal', log.subarray(0, Math.floor(at * log.length))] as const]);
        const { spans, problems } = salvage(cut);
        expect(problems).toEqual([]);
        expectSubset(spans);
        // What is there is a prefix of what was written: newer ones are gone first.
        const inOrder = [...WRITTEN].slice(0, spans.length);
        expect(new Set(spans)).toEqual(new Set(inOrder));
      }),
      timeBox(50, 4000),
    );
  },
);

function withFlippedBits(
  files: ReadonlyMap<string, Buffer>,
  flips: readonly (readonly [number, number])[],
): Map<string, Uint8Array> {
  return new Map(
    Array.from(files, ([name, bytes]) => {
      const damaged = Uint8Array.from(bytes);
      for (const [at, bit] of flips) damaged[Math.min(bytes.length - 1, Math.floor(at * bytes.length))]! ^= 1 << bit;
      return [name, damaged];
    }),
  );
}

const flips = fc.array(fc.tuple(place, fc.nat(7)), { minLength: 1, maxLength: 8 });

test('property 9: flipped bits anywhere never crash it, and the next span is kept (S03)', { timeout: 60_000 }, () => {
  const [closed, open] = [seededFiles('closed'), seededFiles('open')];
  fc.assert(
    fc.property(fc.boolean(), flips, (isOpen, places) => {
      salvage(withFlippedBits(isOpen ? open : closed, places));
    }),
    timeBox(60, 4000),
  );
});

test('property 9: any flipped bit of the header is told, or the next span is kept (S03)', { timeout: 60_000 }, () => {
  const files = seededFiles('closed');
  const share = 1 / files.get('traces.db')!.length;
  for (let at = 0; at < 100; at++)
    for (let bit = 0; bit < 8; bit++) salvage(withFlippedBits(files, [[(at + 0.5) * share, bit]]));
});

test('property 9: flipped bits of the log give no span that was not written (S03)', { timeout: 60_000 }, () => {
  const files = seededFiles('open');
  const log = new Map([['traces.db-wal', files.get('traces.db-wal')!]]);
  fc.assert(
    fc.property(flips, (places) => {
      expectSubset(salvage(new Map([...files, ...withFlippedBits(log, places)])).spans);
    }),
    timeBox(50, 4000),
  );
});

/** Where a span's name has its digits in its chunk (tag, length, text), as shares of the file; SQLite leaves stale copies in free space. */
function placesOfName(file: Buffer): readonly number[] {
  const field = '\x2a\x08span 101';
  const places: number[] = [];
  for (let at = file.indexOf(field, 0, 'latin1'); at >= 0; at = file.indexOf(field, at + 1, 'latin1'))
    places.push((at + 2 + 'span '.length + 0.5) / file.length);
  return places;
}

test('property 9: a flipped bit within a chunk gives no span that was not written (S03, T28)', () => {
  const files = seededFiles('closed');
  const places = placesOfName(files.get('traces.db')!);
  const flipped = withFlippedBits(
    files,
    places.map((at) => [at, 1] as const),
  );
  const { spans, damagedChunks } = salvage(flipped);
  expectSubset(spans);
  expect(damagedChunks).toBe(1);
});
