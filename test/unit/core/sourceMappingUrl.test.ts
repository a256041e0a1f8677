import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findSourceMappingUrl, MAX_INLINE_MAP_BYTES } from '../../../src/core/sourceMappingUrl.ts';

/** Split, so that no tool takes it for this file's own. */
const MARK = ['sourceMapping', 'URL='].join('');

test.for([
  [`a();\n//# ${MARK}a.js.map\n`, 'a.js.map'],
  [`a();\n//@ ${MARK}a.js.map`, 'a.js.map'],
  [`a();//# ${MARK}a.js.map  \r\n`, 'a.js.map'],
  [`p{}\n/*# ${MARK}a.css.map */`, 'a.css.map'],
  [`p{}/*# ${MARK}a.css.map*/ /* more */`, 'a.css.map'],
  [`//# ${MARK}first.map\nb();\n//# ${MARK}last.map\n`, 'last.map'],
  [`//# ${MARK}a.map\nvar s = "//# ${MARK}b.map";\n`, 'a.map'],
  [`//# ${MARK}a.map\nvar s = '//# ${MARK}' + name;\n`, 'a.map'],
  [`//# ${MARK}../maps/my%20file.js.map?v=1#x`, '../maps/my file.js.map'],
  [`//# ${MARK}../../../../home/u/x.map`, '../../../../home/u/x.map'],
  [`//#\t${MARK}a.map`, 'a.map'],
] as const)('file: %j', ([text, path]) => {
  expect(findSourceMappingUrl(text)).toEqual({ kind: 'file', path });
});

test.for([
  [`http://127.0.0.1:1/x.map`, 'scheme'],
  [`file:///etc/x.map`, 'scheme'],
  [`C:\\x.map`, 'scheme'],
  [`C%3A/x.map`, 'scheme'],
  [`/etc/x.map`, 'absolute'],
  [`//evil/x.map`, 'absolute'],
  [`\\\\evil\\x.map`, 'absolute'],
  [`..%2f..%2fx.map`, 'encoding'],
  [`x%00.map`, 'encoding'],
  [`x%zz.map`, 'encoding'],
  [`../../../../home/u/.aws/config`, 'not-a-map-file'],
  [`a.map.js`, 'not-a-map-file'],
  [`${'a'.repeat(2 ** 20)}.map`, 'too-long'],
  [`data:text/html,<script>`, 'data-type'],
  [`data:application/json;charset=utf-16;base64,AAAA`, 'data-type'],
  [`data:application/json;base64,${'A'.repeat(MAX_INLINE_MAP_BYTES * 1.5)}`, 'too-large'],
] as const)('refused: %.60s', ([url, reason]) => {
  expect(findSourceMappingUrl(`a();\n//# ${MARK}${url}\n`)).toEqual({ kind: 'refused', reason });
});

test.for([
  ['data:application/json;charset=utf-8;base64,e30=', 'base64', 'e30='],
  ['data:application/json;base64,e30=', 'base64', 'e30='],
  ['DATA:application/json,%7B%7D', 'percent', '%7B%7D'],
  ['data:,x', 'percent', 'x'],
  ['data:application/json;base64,', 'base64', ''],
] as const)('inline: %s', ([url, encoding, data]) => {
  expect(findSourceMappingUrl(`a();\n//# ${MARK}${url}`)).toEqual({ kind: 'inline', encoding, data });
});

test.for([
  '',
  'a();',
  `"//# ${MARK}b.map"`,
  `//#${MARK}b.map`,
  `// ${MARK}b.map`,
  `//# ${MARK}`,
  `//# ${MARK} b.map`,
  `//# ${MARK}b.map'`,
])('none: %j', (text) => {
  expect(findSourceMappingUrl(text)).toBeUndefined();
});

test('many marks end soon', () => {
  const start = performance.now();
  expect(findSourceMappingUrl(`"${MARK}`.repeat(500_000))).toBeUndefined();
  expect(performance.now() - start).toBeLessThan(200);
});

test('property: never throws; what is a file is relative and a .map', () => {
  const part = fc.oneof(
    fc.string(),
    fc.constantFrom(`//# ${MARK}`, `/*# ${MARK}`, '.map', '..', '/', '%2f', 'data:', ';base64,', '\n'),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const url = findSourceMappingUrl(parts.join(''));
      if (url?.kind !== 'file') return;
      expect(url.path).toMatch(/^[^/\\:][^:]*$/s);
      expect(url.path).toMatch(/\.map$/i);
    }),
    { numRuns: 2000 },
  );
});
