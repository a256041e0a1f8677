import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { crashFiles, keepCrash } from '../../support/corpus/crashFiles.ts';
import { DECODINGS, decodeOrRefuse } from '../../support/corpus/decodings.ts';
import { fuzzRound } from '../../support/corpus/fuzz.ts';
import { temporaryDirectory } from '../collector/support/temporaryDirectory.ts';

test('every input that ever failed is decoded or refused by every decoder', () => {
  for (const { bytes } of crashFiles()) for (const name of Object.keys(DECODINGS)) decodeOrRefuse(name, bytes);
});

test('the fuzzer finds what throws, at its smallest, and the file it keeps replays', () => {
  const decode = (_name: string, bytes: Uint8Array): void => {
    if (bytes.includes(0x7b)) throw new RangeError('a brace');
  };
  const { crashes, runs } = fuzzRound(42, 200, decode);
  expect(runs).toBeGreaterThan(0);
  expect(crashes.map(({ decoding }) => decoding)).toEqual(Object.keys(DECODINGS));
  const folder = pathToFileURL(`${temporaryDirectory()}/`);
  const names = crashes.map(({ bytes }) => keepCrash(bytes, folder));
  expect(names[0]).toBe('crash-0001');
  const kept = crashFiles(folder);
  expect(kept.length).toBe(new Set(names).size);
  for (const { bytes } of kept) expect(() => decode('', bytes)).toThrow(RangeError);
  // The same again is no new file.
  expect(keepCrash(kept[0]!.bytes, folder)).toBe('crash-0001');
  expect(crashFiles(folder)).toHaveLength(kept.length);
});
