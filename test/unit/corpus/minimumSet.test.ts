import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/*
 * Where each case of the minimum set of security.md 3 is tested, and each property of its section 5. A file must still say so: its id, or
 * the words given here where a test is older than this list. A case that loses its test fails here.
 */

/** A file below `test/`, with the words that prove it when it is not the id. */
type Proof = string | readonly [file: string, ...words: string[]];

const OTLP = 'corpus/otlp/manifest.json';
const HTTP = 'corpus/http/manifest.json';
const FORMATS = 'corpus/formats/manifest.json';
const MAPS = 'corpus/maps/manifest.json';
const WIRE = 'unit/collector/wire.test.ts';
const LIMITS = 'unit/collector/limits.test.ts';
const BACKENDS = 'unit/backends/http.test.ts';
const PATHS = 'unit/corpus/paths.test.ts';
const GATE = 'unit/mapping/pathGate.test.ts';
const BUSY = 'unit/collector/portBusy.test.ts';
const PAYLOADS = 'webview/support/payloads.ts';
const DAMAGED = 'unit/corpus/properties/9-damagedStore.test.ts';

const inOtlp = (...ids: readonly string[]): Readonly<Record<string, readonly Proof[]>> =>
  Object.fromEntries(ids.map((id) => [id, [OTLP]]));

const CASES: Readonly<Record<string, readonly Proof[]>> = {
  ...inOtlp('J03', 'J05', 'J09', 'J10', 'J11', 'J12', 'J13', 'J15', 'J16', 'J18', 'J19', 'J21', 'J22', 'J23', 'J25'),
  J28: [OTLP, 'unit/corpus/otlp.test.ts'],
  P02: ['unit/corpus/otlp.test.ts', 'unit/core/splitByTrace.test.ts'],
  ...inOtlp('P03', 'P07', 'P09', 'P12', 'P14', 'P16'),
  H01: [HTTP, WIRE],
  H03: [HTTP],
  H04: [HTTP],
  H05: ['unit/collector/bomb.test.ts', LIMITS],
  H07: [WIRE],
  H10: [LIMITS],
  H12: ['unit/corpus/http.test.ts', WIRE],
  H13: ['unit/corpus/http.test.ts', WIRE],
  H14: [LIMITS],
  H15: [LIMITS],
  H17: [HTTP],
  H19: [HTTP],
  H21: [
    [BUSY, 'a busy port says by whom', 'another Spanline is called by its name'],
    ['faults/takeover.test.ts', 'a window that is reloaded: its successor is there first'],
  ],
  Z01: [FORMATS],
  Z02: [FORMATS],
  Z04: [FORMATS],
  Z06: [FORMATS],
  Z08: [FORMATS],
  B03: [BACKENDS],
  B06: [BACKENDS],
  B07: [BACKENDS],
  B11: [BACKENDS],
  B13: [BACKENDS],
  B14: [BACKENDS],
  B15: [BACKENDS],
  B16: [BACKENDS],
  F01: [PATHS, [GATE, "'../a.ts'"]],
  F03: [PATHS, [GATE, "'/ws-evil/a.ts'"]],
  F06: [PATHS, [GATE, "'\\\\\\\\evil\\\\s\\\\x'"]],
  F08: [GATE],
  F15: [
    PATHS,
    ['unit/core/codeAttributes.test.ts', "'no line: %j'"],
    ['unit/mapping/spanLocator.test.ts', 'lines past the end'],
  ],
  M02: [MAPS],
  M04: [MAPS],
  M05: [MAPS],
  M06: [MAPS],
  M10: [
    ['unit/core/sourceMappingUrl.test.ts', '../../../../home/u/.aws/config', "'too-long'", "'data-type'"],
    ['unit/mapping/sourceMapLocations.test.ts', 'a map at %s is not opened (T20)'],
  ],
  R01: [
    [PAYLOADS, "'<img src=x onerror=__pwn()>'"],
    ['webview/hostile.test.ts', 'PAYLOADS', 'hostile text is text'],
  ],
  R06: [
    [PAYLOADS, `'{"<img src=x onerror=__pwn()>":1}'`],
    ['webview/hostile.test.ts', 'PAYLOADS'],
  ],
  R09: [
    [PAYLOADS, "'[x](command:workbench.action.terminal.new)'"],
    ['webview/hostile.test.ts', 'PAYLOADS'],
  ],
  S02: [DAMAGED, ['faults/corrupt.test.ts', 'cut to ${size} bytes']],
  S08: ['unit/collector/trouble.test.ts', ['faults/diskFull.test.ts', 'a full disk refuses with 503']],
};

const property = (number: number, name: string): Proof => [
  `unit/corpus/properties/${number}-${name}.test.ts`,
  `property ${number}: `,
];

const PROPERTIES: Readonly<Record<number, readonly Proof[]>> = {
  1: [property(1, 'decoding'), ['unit/core/formatsAgree.test.ts', 'bytes that are no trace']],
  2: [property(2, 'normalForm'), ['unit/core/formatsAgree.test.ts', 'gives the same trace, whatever was in it']],
  3: [property(3, 'anyOrder'), ['unit/collector/store/order.test.ts', 'order, batches and repeats do not matter']],
  4: [property(4, 'tree'), ['unit/core/assemble.test.ts', 'any parents and times: every span once']],
  8: [property(8, 'messages'), ['unit/panel/searchHandlers.test.ts', 'whatever a page sends']],
  9: [property(9, 'damagedStore')],
  10: [property(10, 'model')],
  12: [['unit/backends/retryAfter.test.ts', 'stays within an hour for any text', 'fc.assert']],
};

const MINIMUM = `J03 J05 J09 J10 J11 J12 J13 J15 J16 J18 J19 J21 J22 J23 J25 J28 P02 P03 P07 P09 P12 P14 P16
  H01 H03 H04 H05 H07 H10 H12 H13 H14 H15 H17 H19 H21 Z01 Z02 Z04 Z06 Z08 B03 B06 B07 B11 B13 B14 B15 B16
  F01 F03 F06 F08 F15 M02 M04 M05 M06 M10 R01 R06 R09 S02 S08`.split(/\s+/);

const texts = new Map<string, string>();

function textOf(file: string): string {
  const text = texts.get(file) ?? readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  texts.set(file, text);
  return text;
}

/** The id as a word, so that J1 is not found in J10. */
function isProven(id: string, proof: Proof): boolean {
  if (typeof proof === 'string') return new RegExp(`\\b${id}\\b`).test(textOf(proof));
  const [file, ...words] = proof;
  return words.length > 0 && words.every((word) => textOf(file).includes(word));
}

test('the minimum set is all here', () => {
  expect(Object.keys(CASES).sort()).toEqual([...MINIMUM].sort());
  expect(Object.values(CASES).filter((proofs) => proofs.length === 0)).toEqual([]);
});

test.for(Object.entries(CASES))('%s is tested where this says', ([id, proofs]) => {
  expect(proofs.filter((proof) => !isProven(id, proof))).toEqual([]);
});

test.for(Object.entries(PROPERTIES))('property %s is tested where this says', ([number, proofs]) => {
  expect(proofs.filter((proof) => !isProven(number, proof))).toEqual([]);
});

test('a file that no longer mentions its id is noticed', () => {
  expect(isProven('J98', OTLP)).toBe(false);
  expect(isProven('J1', OTLP)).toBe(false);
  expect(isProven('H21', [BUSY, 'no such words'])).toBe(false);
  expect(isProven('H21', [BUSY])).toBe(false);
});
