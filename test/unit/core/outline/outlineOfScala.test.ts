import { expect, test } from 'vitest';
import { outlined } from './outlined.ts';

const source = `package com.shop

/* outer /* def no = 1 */ def no = 1 */
trait Priced {
  def price: Int
  def tax(a: Int): Int
  def both = price + 1
}

@Singleton
class Cart @Inject() (items: List[Item], by: Int => Int)
    extends Base(items)
    with Priced {
  def this(a: Int) = this(Nil, identity)

  @WithSpan
  override def price[T <: Item](a: T)(implicit ec: Context): Future[Int] = {
    val text = s"def inText = \${items.map(i => "}")} {"
    val raw = """ def x = { " """
    val c = '{'; val s = 'symbol
    def local(x: Int): Int = x match {
      case 1 => 2
      case _ => 3
    }
    items.foreach { i => local(i) }
  }

  private[shop] def total =
    items
      .map(_.cents)
      .sum

  def unit() { println("{") }
  def by: Int => Int = _ + 1
  lazy val x = new Runnable { def run(): Unit = () }

  case class Item(cents: Int)
  case object Empty
  object Item { def of = 1; def two = 2 }
}

object Three:
  def first(a: Int): Int =
    val b = a; val c = b
    if b > 1 then
      b
    else
      c

  class Deep:
    def second = 1
  def third: String =
    "x"

extension (c: Cart)
  def twice: Int = 2

def main(args: String*) = try {
  run()
} catch {
  case e => e
}
`;

test('the functions of a Scala file: expression bodies, blocks by indentation, nested comments, symbols, strings with code', () => {
  expect(outlined(source, 'scala')).toEqual([
    'Priced.both 7/7-7',
    'Cart.this 14/14-14',
    'Cart.price 16/17-26',
    'Cart.local 21/21-24',
    'Cart.total 28/28-31',
    'Cart.unit 33/33-33',
    'Cart.by 34/34-34',
    'Cart.run 35/35-35',
    'Cart.Item.of 39/39-39',
    'Cart.Item.two 39/39-39',
    'Three.first 43/43-48',
    'Three.Deep.second 51/51-51',
    'Three.third 52/52-53',
    'twice 56/56-56',
    'main 58/58-62',
  ]);
});
