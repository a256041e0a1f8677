import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrast, ensureContrast, type Rgb, servicePalette, serviceSlots } from '../../../webview/palette.ts';

const rgb: fc.Arbitrary<Rgb> = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));

test.each<[string, Rgb, boolean]>([
  ['Dark Modern', [31, 31, 31], false],
  ['Light Modern', [255, 255, 255], false],
  ['Solarized Light', [253, 246, 227], false],
  ['Monokai', [39, 40, 34], false],
  ['High Contrast', [0, 0, 0], true],
  ['High Contrast Light', [255, 255, 255], true],
])('every service colour has 3:1 on %s', (_, background, highContrast) => {
  for (const color of servicePalette(background, highContrast))
    expect(contrast(color, background)).toBeGreaterThanOrEqual(3);
});

test('every service colour has 3:1 on any background', () => {
  fc.assert(
    fc.property(rgb, fc.boolean(), (background, highContrast) => {
      for (const color of servicePalette(background, highContrast))
        expect(contrast(color, background)).toBeGreaterThanOrEqual(3);
    }),
  );
});

test('any colour is made to stand out on any background', () => {
  fc.assert(fc.property(rgb, rgb, (color, background) => contrast(ensureContrast(color, background), background) >= 3));
});

test('services keep their slot whatever the order they come in, and do not share one', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 28 }), (services) => {
      const slots = serviceSlots(services);
      const reversed = serviceSlots(services.toReversed());
      expect([...slots]).toEqual([...reversed].toReversed());
      expect(new Set(slots).size).toBe(services.length);
    }),
  );
});
