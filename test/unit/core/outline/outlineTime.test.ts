import { expect, test } from 'vitest';
import { functionOutline } from '../../../../src/core/outline/functionOutline.ts';

const CHARS = 2 * 2 ** 20;
/** What is linear takes a tenth of it; what looks at the rest of the text again and again takes a hundred times as long. */
const MAX_MS = 3000;

/** Each invites a look ahead or back at every repetition. */
const HOSTILE: [languageId: string, piece: string, before?: string][] = [
  ['csharp', '('],
  ['csharp', 'a b=>'],
  ['csharp', 'int a(){', 'class a{'],
  ['csharp', '""""', '"""""'],
  ['go', 'func a()\n'],
  ['go', 'func (a) b() c {'],
  ['groovy', 'a\n.a\n'],
  ['groovy', '@a\n'],
  ['groovy', '=/['],
  ['java', 'class a{'],
  ['java', 'A(1){},', 'enum a{'],
  ['java', 'void a() throws ', 'class a{'],
  ['kotlin', 'fun a()='],
  ['kotlin', 'fun a():'],
  ['kotlin', 'constructor()\n', 'class a{\n'],
  ['kotlin', '"${'],
  ['php', '#?><?', '<?'],
  ['php', 'enum a ', '<?'],
  ['python', 'def a(\n'],
  ['python', '@a\n'],
  ['python', '"""'],
  ['ruby', 'def a\n'],
  ['ruby', '<<A '],
  ['ruby', '<<~A\n'],
  ['rust', 'fn a()->'],
  ['rust', ']impl for '],
  ['rust', 'r##'],
  ['scala', 'def a '],
  ['scala', 'class a:\n'],
  ['typescript', 'a():', 'class b{'],
  ['typescript', 'a:(b):', 'x={'],
  ['typescript', 'a=():'],
  ['typescript', 'const a:'],
  ['typescript', '`${'],
];

test.each(HOSTILE)('2 MiB of %s full of %j take no longer than a long text may', (...[languageId, piece, before]) => {
  const text = (before ?? '') + piece.repeat(CHARS / piece.length);
  const start = performance.now();
  functionOutline(text, languageId);
  expect(performance.now() - start).toBeLessThan(MAX_MS);
});

test('names of types do not add up over deep nesting', () => {
  const text = 'class Cart{int a(){}'.repeat(5000);
  const longest = functionOutline(text, 'java')!.map(({ container }) => container!.length);
  expect(longest).toHaveLength(5000);
  expect(Math.max(...longest)).toBeLessThanOrEqual(500);
});
