import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { storeKey } from '../../../../src/collector/receiver/storeKey.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

test('the first makes the key, all others find it, and nobody else can read it', () => {
  const directory = temporaryDirectory();
  const key = storeKey(directory)!;
  expect(key).toHaveLength(32);
  expect(storeKey(directory)).toEqual(key);
  expect(storeKey(temporaryDirectory())).not.toEqual(key);
  expect(statSync(join(directory, 'receiver.key')).mode & 0o777).toBe(0o600);
});

test('a key that is no key, or cannot be made, is none', () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'receiver.key'), 'short');
  expect(storeKey(directory)).toBeUndefined();
  expect(readFileSync(join(directory, 'receiver.key'), 'utf8')).toBe('short');
  const another = temporaryDirectory();
  mkdirSync(join(another, 'receiver.key'));
  expect(storeKey(another)).toBeUndefined();
  expect(storeKey(join(another, 'absent'))).toBeUndefined();
});
