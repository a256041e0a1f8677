import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Attribute, AttributeValue } from '../../../src/core/attribute.ts';
import { CODE_KEY_PREFIXES, codeRefOf } from '../../../src/core/codeAttributes.ts';

function attributes(record: Readonly<Record<string, string | number | AttributeValue>>): readonly Attribute[] {
  return Object.entries(record).map(([key, value]) => {
    if (typeof value === 'string') return { key, value: { type: 'string', value } };
    if (typeof value === 'number') return { key, value: { type: 'int', value: String(value) } };
    return { key, value };
  });
}

const NOTHING = {
  origin: 'attributes',
  filePath: undefined,
  line: undefined,
  column: undefined,
  functionName: undefined,
};

test.for([
  [
    'stable',
    { 'code.function.name': 'a.b.C.m', 'code.file.path': '/a.ts', 'code.line.number': 7, 'code.column.number': 3 },
    { functionName: 'a.b.C.m', filePath: '/a.ts', line: 7, column: 3 },
  ],
  [
    'old',
    { 'code.function': 'm', 'code.namespace': 'a.b.C', 'code.filepath': '/a.ts', 'code.lineno': 7, 'code.column': 3 },
    { functionName: 'a.b.C.m', filePath: '/a.ts', line: 7, column: 3 },
  ],
  [
    '1.30: bare name beside its namespace',
    { 'code.function.name': 'm', 'code.namespace': 'a.C' },
    { functionName: 'a.C.m' },
  ],
  [
    'both (code/dup): the stable name is qualified already',
    { 'code.function.name': 'a.C.m', 'code.namespace': 'a.C', 'code.function': 'm' },
    { functionName: 'a.C.m' },
  ],
  ['PHP', { 'code.function': 'm', 'code.namespace': 'Ns\\Class' }, { functionName: 'Ns\\Class::m' }],
  [
    'PHP, qualified',
    { 'code.function.name': 'Ns\\Class::m', 'code.namespace': 'Ns\\Class' },
    { functionName: 'Ns\\Class::m' },
  ],
  ['Rust', { 'code.function': 'm', 'code.namespace': 'a::b' }, { functionName: 'a::b::m' }],
  [
    'Rust tracing 0.32: no function',
    { 'code.file.path': 'src/main.rs', 'code.module.name': 'shop', 'code.line.number': 7 },
    { filePath: 'src/main.rs', line: 7 },
  ],
  [
    'old name that repeats its namespace',
    { 'code.function': 'a.C.m', 'code.namespace': 'a.C' },
    { functionName: 'a.C.m' },
  ],
  [
    'namespace that is a mere prefix',
    { 'code.function': 'shopping', 'code.namespace': 'shop' },
    { functionName: 'shop.shopping' },
  ],
  ['file name alone', { 'code.filename': 'a.rs', 'code.lineno': 7 }, { filePath: 'a.rs', line: 7 }],
  ['line as text', { 'code.line.number': '7' }, { line: 7 }],
  ['line as double', { 'code.line.number': { type: 'double', value: 7 } }, { line: 7 }],
  ['line as text of a double', { 'code.line.number': '7.0' }, { line: 7 }],
  [
    'stable place wins as a whole',
    { 'code.file.path': '/a.ts', 'code.filepath': '/b.ts', 'code.lineno': 9, 'code.column': 2 },
    { filePath: '/a.ts' },
  ],
  [
    'a column of another line is not taken',
    { 'code.file.path': '/a.ts', 'code.line.number': 7, 'code.lineno': 9, 'code.column': 2 },
    { filePath: '/a.ts', line: 7 },
  ],
] as const)('%s', ([, record, expected]) => {
  expect(codeRefOf(attributes(record))).toEqual({ ...NOTHING, ...expected });
});

test.for(['0', '-1', 'NaN', '12abc', '7:3', '9007199254740993', '2147483648', '1e3', '', ' 7', '7.5'])(
  'no line: %j',
  (line) => {
    const ref = codeRefOf(attributes({ 'code.file.path': '/a.ts', 'code.line.number': line }));
    expect(ref).toEqual({ ...NOTHING, filePath: '/a.ts' });
  },
);

test.for([
  ['no code attributes', { 'http.route': '/' }],
  ['empty texts', { 'code.file.path': '', 'code.function.name': '' }],
  ['a namespace alone', { 'code.namespace': 'a.C' }],
  [
    'other types',
    { 'code.file.path': { type: 'array', values: [] }, 'code.line.number': { type: 'bool', value: true } },
  ],
] as const)('nothing: %s', ([, record]) => {
  expect(codeRefOf(attributes(record))).toBeUndefined();
});

test('the first of repeated keys counts', () => {
  const repeated = [...attributes({ 'code.file.path': '/a.ts' }), ...attributes({ 'code.file.path': '/b.ts' })];
  expect(codeRefOf(repeated)?.filePath).toBe('/a.ts');
});

const key = fc.oneof(
  fc.constantFrom(
    'code.file.path',
    'code.filepath',
    'code.lineno',
    'code.line.number',
    'code.column',
    'code.namespace',
  ),
  fc.constantFrom('code.function', 'code.function.name', 'code.module.name', '__proto__', 'http.route'),
);
const value: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.string().map((text) => ({ type: 'string' as const, value: text })),
  fc.bigInt().map((number) => ({ type: 'int' as const, value: String(number) })),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => ({ type: 'double' as const, value: number })),
);

test('property: positions are positions, and the code attributes alone say the same', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ key, value })), (list) => {
      const ref = codeRefOf(list);
      for (const number of [ref?.line, ref?.column]) {
        if (number !== undefined) expect(Number.isInteger(number) && number >= 1 && number < 2 ** 31).toBe(true);
      }
      const own = list.filter((attribute) => CODE_KEY_PREFIXES.some((prefix) => attribute.key.startsWith(prefix)));
      expect(codeRefOf(own)).toEqual(ref);
    }),
  );
});
