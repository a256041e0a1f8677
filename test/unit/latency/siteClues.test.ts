import { expect, test } from 'vitest';
import type { CodeSite } from '../../../src/core/latencyProtocol.ts';
import type { Base1 } from '../../../src/core/position.ts';
import { siteClues } from '../../../src/latency/siteClues.ts';

const site: CodeSite = {
  id: 1,
  service: 's',
  filePath: undefined,
  line: undefined,
  column: undefined,
  functionName: undefined,
  operation: undefined,
};

test('a place is a reference, an operation is what its name may be in code', () => {
  expect(siteClues({ ...site, filePath: '/app/a.ts', line: 3 as Base1 })).toMatchObject({
    refs: [{ origin: 'attributes', filePath: '/app/a.ts', line: 3 }],
    literals: [],
  });
  expect(siteClues({ ...site, operation: { name: 'GET /orders/{id}', kind: 2 } })).toMatchObject({
    name: 'GET /orders/{id}',
    refs: [],
    literals: [{ kind: 'route', text: '/orders/{id}', method: 'GET' }],
  });
  expect(siteClues({ ...site, operation: { name: 'load cart', kind: 1 } }).literals[0]).toEqual({
    kind: 'span-name',
    text: 'load cart',
  });
  expect(siteClues({ ...site, operation: { name: 'GET', kind: 99 } })).toMatchObject({ refs: [], literals: [] });
});
