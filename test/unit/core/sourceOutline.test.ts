import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memberLines, sourceOutline } from '../../../src/core/sourceOutline.ts';
import { typeLines } from '../../../src/core/sourceText/typeLines.ts';

const at = (path: string, source: string, typePath: string | undefined, functionName: string): readonly number[] =>
  memberLines(sourceOutline(source, path), { typePath, functionName });

test.each<[string, string, string | undefined, readonly number[]]>([
  [
    'a.java',
    'class Other { void price(int a) {} }\nclass Cart {\n  int total = price(1);\n  @WithSpan\n  public int price(int a) {\n    return price(a);\n  }\n}',
    'Cart',
    [5],
  ],
  ['a.java', 'class Cart {\n  int price(int a) {\n  }\n  int price(long a) {\n  }\n}', 'Cart', [2, 4]],
  ['a.java', 'class Cart {\n  int price(int a) {\n  }\n  @WithSpan("x")\n  int price(long a) {\n  }\n}', 'Cart', [5]],
  ['a.java', 'interface Cart {\n  int price(int a) throws A;\n  int b = price(1);\n}', 'Cart', [2]],
  ['a.java', 'abstract class Cart {\n  int a() { return price(1); }\n  abstract int price(int a);\n}', 'Cart', [3]],
  ['a.java', 'class Cart {\n  void a() {\n    int price = price(2);\n    price(1);\n  }\n}', 'Cart', []],
  ['a.kt', 'class Cart {\n  suspend fun <T> Item.price(a: Int) = 1\n  val p = price(1)\n}', 'Cart', [2]],
  ['a.kt', 'interface Cart {\n  fun price(a: Int): Int\n  fun other(): Int = price(1)\n}', 'Cart', [2]],
  ['a.kt', 'class Cart {\n  companion object {\n    fun price() = 1\n  }\n}', 'Cart', [3]],
  [
    'a.cs',
    'public class Cart\n{\n    public async Task<int> price(int a)\n    {\n        await price(1);\n    }\n}',
    'Cart',
    [3],
  ],
  ['a.cs', 'public interface Cart\n{\n    delegate int price(int a);\n    Task<int> price(string a);\n}', 'Cart', [4]],
  ['a.py', 'class Cart:\n    def price(self): pass\ndef price():\n    pass\nx = price()\n', undefined, [3]],
  ['a.py', 'class Cart:\n    def price(self): pass\n', undefined, [2]],
  [
    'a.php',
    '<?php\nfinal class Cart {\n  public function &price() {}\n  function b() { $this->price(); }\n}',
    'Cart',
    [3],
  ],
  ['a.php', '<?php\ninterface Cart {\n  public function price(int $a): ?int;\n}', 'Cart', [3]],
  ['a.rb', 'class Cart\n  def self.price\n  end\nend\n', 'Cart', [2]],
  ['a.rs', 'pub async fn price<T>(a: T) {\n}\nfn b() { let x = price(1); }', undefined, [1]],
  ['a.txt', 'def price():', undefined, []],
])('%s %#: declarations, and no calls', (path, source, typePath, lines) => {
  expect(at(path, source, typePath, 'price')).toEqual(lines);
});

test.each<[string, string, readonly number[]]>([
  ['a.java', '// class Cart\nfinal String a = "class Cart";\npublic final class Cart<T> {}\n', [3]],
  ['a.rb', 'class Shop::Cart < Base\nend\nclass Cartel\nend\n', [1]],
  ['a.go', 'package a\ntype Cart struct {\n}\n', [2]],
  ['a.ts', 'const a = b.class Cart;\nexport interface Cart {}\n', [2]],
  ['a.txt', 'class Cart', []],
])('%s %#: the lines of types', (path, source, lines) => {
  expect(typeLines(source, path, 'Cart')).toEqual(lines);
});

test('any text is looked at', () => {
  const part = fc.constantFrom(
    'class Cart',
    'int price(',
    ')',
    ';',
    '{',
    '}',
    '\n',
    '@WithSpan',
    'fun price()',
    '=',
    '"',
    ' ',
  );
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 60 }),
      fc.constantFrom('java', 'kt', 'cs', 'php', 'rb', 'go', 'py'),
      (parts, extension) => {
        const source = parts.join('');
        const last = source.split('\n').length;
        const lines = [
          ...at(`a.${extension}`, source, 'Cart', 'price'),
          ...typeLines(source, `a.${extension}`, 'Cart'),
        ];
        for (const line of lines) expect(line >= 1 && line <= last).toBe(true);
      },
    ),
  );
});
