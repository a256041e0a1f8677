import { expect, test } from 'vitest';
import { parseSourceName } from '../../../src/mapping/sourceName.ts';

test.for([
  ['../src/a.ts', 'map', '../src/a.ts'],
  ['/abs/a.ts', 'map', '/abs/a.ts'],
  ['C:/abs/a.ts', 'map', 'C:/abs/a.ts'],
  ['file:///abs/a.ts', 'map', 'file:///abs/a.ts'],
  ['a.vue?vue&type=script', 'map', 'a.vue'],
  ['babel-loader!ts-loader!./src/a.ts', 'map', './src/a.ts'],
  ['/@fs/home/me/a.ts', 'map', '/home/me/a.ts'],
  ['/@fs/C:/me/a.ts', 'map', 'C:/me/a.ts'],
  ['/src/a.ts?t=123', 'map', '/src/a.ts'],
  ['webpack://pkg/./src/a.ts?abcd', 'project', './src/a.ts'],
  ['webpack:///./src/a.ts', 'project', './src/a.ts'],
  ['webpack:///src/a.ts', 'project', 'src/a.ts'],
  ['webpack:////home/me/a.ts', 'project', '/home/me/a.ts'],
  ['webpack:///C:/me/a.ts', 'project', 'C:/me/a.ts'],
  ['webpack://@scope/pkg/./src/a.ts', 'project', './src/a.ts'],
  ['webpack://a/../../../etc/passwd', 'project', '../../../etc/passwd'],
  ['webpack-internal:///(rsc)/./app/page.tsx', 'project', './app/page.tsx'],
  ['webpack-internal:///./app/(shop)/page.tsx', 'project', './app/(shop)/page.tsx'],
  ['turbopack:///[project]/app/x.tsx', 'project', 'app/x.tsx'],
  ['turbopack://[project]/app/x.tsx', 'project', 'app/x.tsx'],
  ['ng://app/src/a.ts', 'project', 'src/a.ts'],
  ['rollup://localhost/src/a.ts', 'project', 'src/a.ts'],
  ['plugin-ns:src/a.ts', 'project', 'src/a.ts'],
  ['http://localhost:3000/src/a.ts', 'project', 'src/a.ts'],
] as const)('%s', ([raw, base, text]) => {
  expect(parseSourceName(raw)).toEqual({ kind: 'path', base, text });
});

test.for([
  null,
  '',
  '\0virtual:x',
  'virtual:x',
  'data:text/plain,x',
  'javascript:alert(1)',
  'command:x',
  'node:fs',
  'webpack://pkg/webpack/bootstrap',
  'webpack://pkg/external commonjs "fs"',
  'turbopack:///[turbopack]/x.js',
  'turbopack://[next]/x.js',
  '/@id/x',
  '/@vite/client',
  'a'.repeat(10_000),
])('generated: %.40j', (raw) => {
  expect(parseSourceName(raw)).toEqual({ kind: 'generated' });
});
