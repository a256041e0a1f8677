/** Closures and methods that compilers name after the function around them. */
const MADE_UP = /(?:\.func\d+(?:\.\d+)*|-fm|\.<locals>\.<lambda>|::\{\{closure\}\}(?:#\d+)?|\.<lambda>)+$/;
const TYPE_PARAMETERS = /\[[^[\]]*\]$|<[^<>]*>$/;
const LAMBDA = /^lambda\$(.+?)\$\d+$/;
const MAX_CHARS = 1000;

/**
 * The last part of a qualified function name, as the function is called where it is declared: `shop.cart.(*Cart).Price.func1`,
 * `Ns\Cart::Price`, `Cart#price`, `cart::price::{{closure}}` and `Cart.price.<locals>.<lambda>` are all about a price. `undefined` when none is left.
 */
export function bareFunctionName(text: string): string | undefined {
  if (text.length > MAX_CHARS) return undefined;
  const named = text.replace(MADE_UP, '').replace(TYPE_PARAMETERS, '');
  const last = named.split(/[.:#\\/]/).at(-1)!;
  const name = LAMBDA.exec(last)?.[1] ?? last;
  return name === '' || /^[<(]/.test(name) ? undefined : name;
}
