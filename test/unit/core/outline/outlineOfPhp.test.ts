import { expect, test } from 'vitest';
import { outlined } from './outlined.ts';

const source = `<p>function inHtml() { {</p>
<?php
namespace App\\Http;

use function App\\helper;

// function no() { ?>
<b>function alsoHtml() {</b>
<?php
# function no() {
#[Attribute(flags: 1)]
final class CartController extends Controller implements Priced
{
    use Traced { price as traced; }

    public function __construct(private readonly int $size = 0, private array $a = ['}']) {}

    #[Route('/cart')]
    #[WithSpan]
    public static function &price(array $items, ?int $by = null): ?array
    {
        $text = "a {$items["function x() {"]} \\" {";
        $sql = <<<SQL
            function inHeredoc() {
            SQLish
            SQL;
        $raw = <<<'EOT'
} } {$x
EOT;
        $f = function ($a) use ($by) { return $a; };
        $g = fn ($a) => $a + 1;
        $this->class->function('}');
        $o = new class($by) extends Base {
            public function run(): void {
                echo self::class;
            }
        };
        return array_map($f, $items);
    }

    abstract protected function tax(): int|float;

    public function list(): static|null { return $this; }
}

interface Priced
{
    public function price(): int;
}

trait Traced {
    private function trace() {
    }
}

enum Kind: string {
    case A = 'a';
    public function label(): string { return 'l'; }
}

function helper(int $a)
{
    function inner() { }
    if ($a): echo 1; endif;
}
?>
<p>}</p>
`;

test('the functions of a PHP file: text outside of code, heredocs, attributes, anonymous classes', () => {
  expect(outlined(source, 'php')).toEqual([
    'CartController.__construct 16/16-16',
    'CartController.price 18/20-39',
    'CartController.run 34/34-36',
    'CartController.list 43/43-43',
    'Traced.trace 52/52-53',
    'Kind.label 58/58-58',
    'helper 61/61-65',
    'inner 63/63-63',
  ]);
});
