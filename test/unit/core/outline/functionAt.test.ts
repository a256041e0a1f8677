import { expect, test } from 'vitest';
import { functionAt } from '../../../../src/core/outline/functionAt.ts';
import { functionOutline } from '../../../../src/core/outline/functionOutline.ts';
import type { Base0 } from '../../../../src/core/position.ts';

const source = `import x

@traced
def price(cart):
    def of(item):
        return item.cents
    return sum(map(of, cart))

def pay(): return 1
`;

test.each([
  [0, undefined],
  [2, 'price'],
  [3, 'price'],
  [4, 'of'],
  [5, 'of'],
  [6, 'price'],
  [7, undefined],
  [8, 'pay'],
  [99, undefined],
])('line %i is inside of %s', (line, name) => {
  expect(functionAt(functionOutline(source, 'python')!, line as Base0)?.name).toBe(name);
});

test('of two functions on one line the inner one is found', () => {
  const functions = functionOutline('function a() { function b() {} }', 'javascript')!;
  expect(functionAt(functions, 0 as Base0)?.name).toBe('b');
});
