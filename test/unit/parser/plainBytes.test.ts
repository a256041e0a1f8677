import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { plainBytes } from '../../../src/parser/plainBytes.ts';
import { bytesOf } from '../core/payloads.ts';

const text = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

describe('gzip', () => {
  test('of several members is all of them, as "cat a.gz b.gz" makes it', () => {
    expect(text(plainBytes(Buffer.concat(['{"a":', '1', '}'].map((part) => gzipSync(part)))))).toBe('{"a":1}');
  });

  test('past the limit is refused, whether by one member or by all together', { timeout: 60_000 }, () => {
    const half = gzipSync(new Uint8Array(600 * 2 ** 20), { level: 1 });
    expect(() => plainBytes(Buffer.concat([half, half]))).toThrow('more than 1 GiB');
  });

  test('cut or damaged is refused', () => {
    const whole = gzipSync(bytesOf('x'.repeat(1000)));
    for (const bytes of [whole.subarray(0, -4), whole.subarray(0, 12), Uint8Array.of(0x1f, 0x8b), whole.with(20, 99)])
      expect(() => plainBytes(bytes)).toThrow('The gzip data is broken or cut short.');
  });

  test('within gzip is left for a person to unpack', () => {
    expect(plainBytes(gzipSync(gzipSync('x'))).subarray(0, 2)).toEqual(Buffer.of(0x1f, 0x8b));
  });
});

describe('UTF-16', () => {
  const content = '{"å":"\u{1f600}"}'.repeat(10);
  const little = Buffer.from(`\ufeff${content}`, 'utf16le');
  test.each([
    ['little-endian', little],
    ['big-endian', Buffer.from(little).swap16()],
    ['in gzip', gzipSync(little)],
  ])('%s becomes UTF-8', (_, bytes) => {
    expect(text(plainBytes(bytes))).toBe(content);
  });

  test('a character over the edge of a step is whole', () => {
    // The mark is the first of 2^23 units of a step; of the pair at its end, one half is in each.
    const long = Buffer.from(`\ufeff${'a'.repeat(2 ** 23 - 2)}\u{1f600}`, 'utf16le');
    expect(text(plainBytes(long).subarray(-5))).toBe('a\u{1f600}');
  });

  test('cut within a character keeps the rest', () => {
    expect(text(plainBytes(little.subarray(0, -1)))).toBe(`${content.slice(0, -1)}\ufffd`);
  });
});

test('other bytes come back as they are', () => {
  const bytes = bytesOf('{}');
  expect(plainBytes(bytes)).toBe(bytes);
});
