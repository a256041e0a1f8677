import { expect, it } from 'vitest';
import { knownServices } from '../../../src/backends/knownServices.ts';

const SERVICES = ['Orders', 'orders', 'orders-db', 'Pay'];

it.each([
  ['orders', false, false, ['orders']],
  ['ORDERS', false, false, ['Orders', 'orders']],
  ['pay', false, false, ['Pay']],
  ['gone', false, false, []],
  ['ord', false, true, ['Orders', 'orders', 'orders-db']],
  ['DB', true, false, ['orders-db']],
  ['a', true, true, ['Pay']],
  ['', true, true, SERVICES],
])('%j (open: %j, %j) may be %j', (text, openStart, openEnd, expected) => {
  expect(knownServices({ text, openStart, openEnd }, SERVICES)).toEqual(expected);
});
