import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  parseDecimal,
  parseSpanQuery,
  QUERY_HELP,
  type SpanCondition,
  type SpanTerm,
  type TextPattern,
} from '../../../src/core/spanQuery.ts';

const is = (term: SpanTerm): SpanCondition => ({ term, excluded: false });
const not = (term: SpanTerm): SpanCondition => ({ term, excluded: true });
const text = (text: string): SpanTerm => ({ about: 'text', text });
const exactly = (text: string): TextPattern => ({ text, openStart: false, openEnd: false });
const equal = (key: string, value: TextPattern): SpanTerm => ({
  about: 'attribute',
  key,
  test: { is: 'equal', value },
});

describe('the search language', () => {
  test.each<[string, readonly SpanCondition[]]>([
    ['', []],
    ['  \t\n ', []],
    ['Checkout slow', [is(text('checkout')), is(text('slow'))]],
    ['"Select  stock"', [is(text('select  stock'))]],
    ['say"hi there"now', [is(text('sayhi therenow'))]],
    ['"a \\"b\\" \\c"', [is(text('a "b" \\c'))]],
    ['-health', [not(text('health'))]],
    ['-"health check"', [not(text('health check'))]],
    ['"-health"', [is(text('-health'))]],
    ['a-b --c', [is(text('a-b')), not(text('-c'))]],
    ['Größe 東京 ÄB', [is(text('größe')), is(text('東京')), is(text('Äb'))]],
    ['error', [is({ about: 'status', status: 'error' })]],
    ['-ERROR', [not({ about: 'status', status: 'error' })]],
    ['"error" errors', [is(text('error')), is(text('errors'))]],
    ['kind:Server', [is({ about: 'kind', kind: 'server' })]],
    ['status:unset', [is({ about: 'status', status: 'unset' })]],
    ['service:Orders', [is({ about: 'service', name: exactly('orders') })]],
    ['name:"x y"', [is({ about: 'operation', name: exactly('x y') })]],
    ['operation:GET*', [is({ about: 'operation', name: { text: 'get', openStart: false, openEnd: true } })]],
    ['event:exception', [is({ about: 'event', name: exactly('exception') })]],
    ['"kind:server"', [is(text('kind:server'))]],
    ['duration>50ms', [is({ about: 'duration', comparison: '>', ns: 50e6 })]],
    ['duration<=1.5s', [is({ about: 'duration', comparison: '<=', ns: 1.5e9 })]],
    ['>=2m', [is({ about: 'duration', comparison: '>=', ns: 120e9 })]],
    ['-self<10µs', [not({ about: 'self', comparison: '<', ns: 10e3 })]],
    ['http.route=/cart', [is(equal('http.route', exactly('/cart')))]],
    ['-HTTP.Route=/Cart', [not(equal('http.route', exactly('/cart')))]],
    ['k=a=b>c:d', [is(equal('k', exactly('a=b>c:d')))]],
    ['k="x y"', [is(equal('k', exactly('x y')))]],
    ['k=""', [is(equal('k', exactly('')))]],
    ['"my key"=1', [is(equal('my key', exactly('1')))]],
    ['"duration">5', [is({ about: 'attribute', key: 'duration', test: { is: 'number', comparison: '>', number: 5 } })]],
    ['k!=a', [is({ about: 'attribute', key: 'k', test: { is: 'different', value: exactly('a') } })]],
    ['k=*', [is({ about: 'attribute', key: 'k', test: { is: 'present' } })]],
    ['k!=*', [is({ about: 'attribute', key: 'k', test: { is: 'absent' } })]],
    ['k=*a', [is(equal('k', { text: 'a', openStart: true, openEnd: false }))]],
    ['k=**a*b*', [is(equal('k', { text: 'a*b', openStart: true, openEnd: true }))]],
    ['k="*"', [is(equal('k', exactly('*')))]],
    ['k="a*"*', [is(equal('k', { text: 'a*', openStart: false, openEnd: true }))]],
    ['k=(a+)+$', [is(equal('k', exactly('(a+)+$')))]],
    ['k>=-1.5e3', [is({ about: 'attribute', key: 'k', test: { is: 'number', comparison: '>=', number: -1500 } })]],
    ['__proto__=constructor', [is(equal('__proto__', exactly('constructor')))]],
    ['__proto__:x', [is(text('__proto__:x'))]],
    ['http://shop/a?b=1', [is(text('http://shop/a?b=1'))]],
    ['/items?page=2 =x != >5', [is(text('/items?page=2')), is(text('=x')), is(text('!=')), is(text('>5'))]],
    ['sku = 5', [is(text('sku')), is(text('=')), is(text('5'))]],
    ['user:42', [is(text('user:42'))]],
  ])('%j', (typed, conditions) => {
    expect(parseSpanQuery(typed)).toEqual({ conditions, problems: [] });
  });

  test.each<[string, readonly SpanCondition[], RegExp]>([
    ['duration>', [], /needs a number and a unit .* such as duration>50ms\.$/],
    ['self<50', [], /"self<50" needs a number and a unit/],
    ['kind:', [], /needs one of internal, server, client, producer, consumer\.$/],
    ['kind:serv', [], /"kind:serv" needs one of/],
    ['status:bad', [], /needs one of ok, error, unset\.$/],
    ['service:', [], /needs a name, such as service:orders/],
    ['name:"', [], /needs a name/],
    ['k=', [], /needs a value; k=\* finds/],
    ['k!=', [], /needs a value/],
    ['k="', [], /needs a value/],
    ['k>', [], /needs a number, such as k>100\.$/],
    ['-', [], /^A - leaves out what follows/],
    ['""', [], /has nothing between its quotes/],
    ['"', [], /has nothing between its quotes/],
    ['-"', [], /has nothing between its quotes/],
    ['"open end', [is(text('open end'))], /has a quote that is not closed/],
    ['k="open end', [is(equal('k', exactly('open end')))], /has a quote that is not closed/],
    ['k>5xx', [is(text('k>5xx'))], /is looked for as text: only a number can come after >\.$/],
  ])('%j is explained', (typed, conditions, problem) => {
    const query = parseSpanQuery(typed);
    expect(query.conditions).toEqual(conditions);
    expect(query.problems).toEqual([expect.stringMatching(problem)]);
  });

  test('what is half typed does not hide the rest', () => {
    expect(parseSpanQuery('orders duration> cart').conditions).toEqual([is(text('orders')), is(text('cart'))]);
  });

  test('the number of conditions is bounded, and that is said', () => {
    const { conditions, problems } = parseSpanQuery('a '.repeat(500));
    expect(conditions).toHaveLength(32);
    expect(problems).toEqual(['Only the first 32 conditions are looked for.']);
  });

  test('every example of the help is understood', () => {
    for (const { example } of QUERY_HELP) expect(parseSpanQuery(example)).toMatchObject({ problems: [] });
    const abouts = QUERY_HELP.flatMap(({ example }) =>
      parseSpanQuery(example).conditions.map(({ term }) => term.about),
    );
    expect(new Set(abouts)).toEqual(
      new Set(['text', 'status', 'service', 'operation', 'kind', 'event', 'duration', 'self', 'attribute']),
    );
  });

  test('never throws, and what it explains are short sentences', () => {
    const piece = fc.constantFrom(
      '"',
      '-',
      '=',
      '!',
      '<',
      '>',
      ':',
      '*',
      ' ',
      '\\',
      'k',
      'kind',
      'duration',
      '5',
      'ms',
      'é',
      '\ud800',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((all) => all.join('')),
        ),
        (typed) => {
          const { conditions, problems } = parseSpanQuery(typed);
          for (const problem of problems) expect(problem).toMatch(/^[^]{10,200}\.$/);
          if (typed.trim() !== '') expect(conditions.length + problems.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('any phrase can be looked for in quotes', () => {
    const phrase = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter((all) => !all.endsWith('\\') && !all.includes('\\"'));
    fc.assert(
      fc.property(phrase, (wanted) => {
        const { conditions, problems } = parseSpanQuery(`"${wanted.replaceAll('"', '\\"')}"`);
        expect(problems).toEqual([]);
        expect(conditions).toEqual([is(text(wanted.replace(/[A-Z]/g, (letter) => letter.toLowerCase())))]);
      }),
    );
  });

  test('long hostile text takes no time', () => {
    const begin = performance.now();
    for (const unit of ['"', '\\"', '*', '-', 'a=', 'k="*', '1e', '9', '<=', ': '])
      parseSpanQuery(`k=${unit.repeat(50_000)}`);
    parseSpanQuery(`k>${'9'.repeat(100_000)}x`);
    expect(performance.now() - begin).toBeLessThan(2000);
  });
});

test.each([
  ['5', 5],
  ['-0.25', -0.25],
  ['+1e3', 1000],
  ['.5', 0.5],
  ['5.', 5],
  ['', undefined],
  ['0x10', undefined],
  ['Infinity', undefined],
  ['1,5', undefined],
  [' 5', undefined],
  ['5ms', undefined],
])('the decimal %j is %j', (typed, number) => {
  expect(parseDecimal(typed)).toBe(number);
});
