import { expect, test } from 'vitest';
import { outlined } from './outlined.ts';

const source = `import { x } from 'y';

// function no() {
export function price(items: Item[], by: { a: number }): Promise<{ total: number }>;
export async function price<T extends { a: 1 }>(items: T[], by = () => 1): Promise<{ total: number }> {
  const text = \`function inText() { \${items.map((i) => \`\${i}}\`).join('{')} {\`;
  const re = /[/{]"\\/{/g, half = items.length / 2 / 1;
  function inner(): x is string { return half; }
  return re.test(text) ? { total: 1 } : { total: 2 };
}

export const pay = async (amount: number): Promise<void> => {
  await fetch('/pay', { method: 'POST' });
};

const twice = (a: number) => a * 2;
const sum = (a: number[]) =>
  a
    .map((x) => x)
    .reduce((x, y) => x + y);
export const handler: Handler<Event> = async (event) => {
  if (event) { return; }
};
const old = function () { return 1; };
let id = x => x, other = 2;

interface Priced { price(): number; by: () => void; }
type Options = { price(): number; by: () => void };

@Injectable({ a: { b: 1 } })
export class Cart<T> extends Base<T> implements Priced {
  private readonly onPay = (e: Event): void => {
    this.#secret();
  };
  size = 1;
  static { init(); }

  constructor(private readonly http: Http, cb = () => {}) {
    super();
  }

  @Get(':id')
  @Traced
  async price(@Param('id') id: string): Promise<number | { a: 1 }> {
    for (const a of [1]) { foo(a); }
    switch (id) { case 'a': { break; } }
    return 1;
  }

  get total(): number { return 1; }
  set total(v) { }
  static *items<K>() { yield 1; }
  #secret() {}
  'quoted name'() {}
  abstract tax(): number;
  declare(a: string): void;
  declare(a: any) { }
}

exports.run = function (a) {
  return a;
};
Cart.prototype.late = () => 1;
const api = {
  list(a) { return a; },
  get: async (a) => { return a; },
  put: function (a) { },
  nested: { deep() { } },
  value: cond(1) ? 2 : 3,
};
app.get('/x', (req, res) => {
  const local = () => res.end();
});
export default function main() {}
`;

test('the functions of a TypeScript file: overloads, arrow functions, methods, templates, regular expressions, types in braces', () => {
  expect(outlined(source, 'typescript')).toEqual([
    'price 5/5-10',
    'inner 8/8-8',
    'pay 12/12-14',
    'twice 16/16-16',
    'sum 17/17-20',
    'handler 21/21-23',
    'old 24/24-24',
    'id 25/25-25',
    'Cart.onPay 32/32-34',
    'Cart.constructor 38/38-40',
    'Cart.price 42/44-48',
    'Cart.total 50/50-50',
    'Cart.total 51/51-51',
    'Cart.items 52/52-52',
    'Cart.secret 53/53-53',
    'Cart.quoted name 54/54-54',
    'Cart.declare 57/57-57',
    'run 60/60-62',
    'late 63/63-63',
    'list 65/65-65',
    'get 66/66-66',
    'put 67/67-67',
    'deep 68/68-68',
    'local 72/72-72',
    'main 74/74-74',
  ]);
});
