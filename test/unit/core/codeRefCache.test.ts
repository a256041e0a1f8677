import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeRefOf } from '../../../src/core/codeAttributes.ts';
import { decodeAttribute } from '../../../src/core/formats/anyValue.ts';
import { ByteWriter } from '../../../src/core/formats/byteWriter.ts';
import { CodeRefCache } from '../../../src/core/formats/codeRefCache.ts';

interface Text {
  readonly key: string;
  readonly value: string;
}

const attribute: fc.Arbitrary<Text> = fc.record({
  key: fc.constantFrom('code.file.path', 'code.filepath', 'code.line.number', 'code.function.name', 'code.namespace'),
  value: fc.constantFrom('a', 'b', 'ab', '1', '12', 'x'.repeat(3000)),
});

/** Attributes one after the other with something between them, and where they are. */
function written(attributes: readonly Text[], gap: number) {
  const out = new ByteWriter();
  const ranges: number[] = [];
  for (const { key, value } of attributes) {
    for (let i = 0; i < gap; i++) out.varint(1, 1);
    const start = out.length;
    out.string(1, key);
    const any = out.begin(2);
    out.string(1, value);
    out.end(any);
    ranges.push(start, out.length);
  }
  return { bytes: out.finish(), ranges };
}

test('it says the same as reading the attributes each time, wherever they are', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.array(attribute, { maxLength: 4 }), fc.nat(2)), { maxLength: 20 }), (spans) => {
      const cache = new CodeRefCache();
      for (const [attributes, gap] of spans) {
        const { bytes, ranges } = written(attributes, gap);
        const decoded = attributes.map((_, i) => decodeAttribute(bytes, ranges[2 * i]!, ranges[2 * i + 1]!));
        expect(cache.of(bytes, ranges)).toEqual(codeRefOf(decoded));
      }
    }),
  );
});

test('the same bytes give the same object', () => {
  const cache = new CodeRefCache();
  const [a, b] = [0, 1].map((gap) => written([{ key: 'code.file.path', value: 'a.ts' }], gap));
  expect(cache.of(a!.bytes, a!.ranges)).toBe(cache.of(b!.bytes, b!.ranges));
});
