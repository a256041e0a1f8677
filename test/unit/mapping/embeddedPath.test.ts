import fc from 'fast-check';
import { expect, test } from 'vitest';
import { embeddedPath } from '../../../src/mapping/embeddedPath.ts';

test.each([
  ['../src/cart.ts', 'src/cart.ts'],
  ['webpack://shop/./src/cart.ts?a1', 'src/cart.ts'],
  ['webpack://@shop/orders/./src/cart.ts', 'src/cart.ts'],
  ['turbopack:///[project]/app/[id]/page.tsx', 'app/[id]/page.tsx'],
  ['webpack-internal:///(rsc)/./app/(shop)/page.tsx', 'app/(shop)/page.tsx'],
  ['file:///home/me/src/+page.svelte', 'home/me/src/+page.svelte'],
  ['/@fs/C:/me/a.ts', 'C_/me/a.ts'],
  ['a\\..\\..\\b.ts', 'a/b.ts'],
  ['src/$(rm)/a\u202Eb\n.ts', 'src/_(rm)/a_b_.ts'],
  ['//evil/share/x.ts', 'evil/share/x.ts'],
  ['webpack://pkg/webpack/bootstrap', 'webpack_/pkg/webpack/bootstrap'],
  ['\0virtual:x', '_virtual_x'],
  ['', 'source'],
  ['../..', 'source'],
])('%j is shown as %s', (name, path) => {
  expect(embeddedPath(name)).toBe(path);
});

test('property: whatever a source is called, it is shown as a short relative path', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.webUrl()), (name) => {
      const path = embeddedPath(name);
      expect(path).toMatch(/^[^/\\:?#$<>"'`|\p{C}]+(?:\/[^/\\:?#$<>"'`|\p{C}]+)*$/u);
      expect(path.split('/')).not.toContain('..');
      expect(path.length).toBeLessThanOrEqual(161);
    }),
  );
});
