/** How a language declares functions, for a look without a parser. */
export type DeclarationStyle =
  /** A keyword right before the name: `def`, `fn`, `fun`, `function`. */
  | { readonly kind: 'keyword'; readonly keywords: readonly string[] }
  /** A type before the name and a list of parameters after it: Java, C#. */
  | { readonly kind: 'typed' };

/** Where a function of a qualified name may be declared. */
export interface NamedDeclaration {
  /** With the folders that the name tells; the workspace may have more in front. */
  readonly filePath: string;
  /** The type that it is a member of, where the file may have several. */
  readonly typeName: string | undefined;
  readonly functionName: string;
  readonly style: DeclarationStyle;
}

const TYPED: DeclarationStyle = { kind: 'typed' };
const keyword = (...keywords: readonly string[]): DeclarationStyle => ({ kind: 'keyword', keywords });
const WORD = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const MAX_CHARS = 500;

/**
 * The files that a qualified function name may mean, best first; none for a bare name, and for Go, where a name tells a folder alone.
 * `com.shop.Cart$Item.price` (Java, Kotlin, Scala), `Shop.Cart.Price` (.NET), `shop.cart.price` (Python), `Ns\Cart::price` (PHP),
 * `shop::cart::price` (Rust).
 */
export function namedDeclarations(text: string): readonly NamedDeclaration[] {
  if (text.length > MAX_CHARS) return [];
  if (text.includes('\\')) return ofPhp(text);
  if (text.includes('::')) return ofRust(text);
  return text.includes('/') ? [] : ofDots(text);
}

function ofPhp(text: string): readonly NamedDeclaration[] {
  const [type, functionName] = text.split('::');
  const parts = type!.split('\\').filter(Boolean);
  if (functionName === undefined || !areWords([...parts, functionName])) return [];
  const style = keyword('function');
  return [{ filePath: `${parts.join('/')}.php`, typeName: parts.at(-1), functionName, style }];
}

function ofRust(text: string): readonly NamedDeclaration[] {
  // Closures and generics belong to the function around them.
  const parts = text.replaceAll(/::\{\{[^}]*\}\}|<[^<>]*>/g, '').split('::');
  if (parts.length < 2 || !areWords(parts)) return [];
  const functionName = parts.at(-1)!;
  const modules = parts.slice(1, -1);
  const style = keyword('fn');
  const at = (filePath: string): NamedDeclaration => ({ filePath, typeName: undefined, functionName, style });
  if (modules.length === 0)
    return [at(`${parts[0]}/src/lib.rs`), at(`${parts[0]}/src/main.rs`), at('src/main.rs'), at('src/lib.rs')];
  const path = modules.join('/');
  const parent = modules.slice(0, -1).join('/');
  // The last part before the function may be a type instead of a module.
  const ofType = parent === '' ? [] : [at(`src/${parent}.rs`)];
  return [at(`src/${path}.rs`), at(`src/${path}/mod.rs`), ...ofType];
}

function ofDots(text: string): readonly NamedDeclaration[] {
  const parts = withoutMadeUp(text).split('.');
  if (parts.length < 2 || !areWords(parts)) return [];
  const functionName = parts.at(-1)!;
  const typeName = parts.at(-2)!;
  const path = parts.slice(0, -1).join('/');
  const folders = parts.slice(0, -2).join('/');
  const at = (filePath: string, style: DeclarationStyle, type: string | undefined): NamedDeclaration => ({
    filePath,
    typeName: type,
    functionName,
    style,
  });
  // Kotlin puts functions outside of classes into `CartKt`.
  const topLevel = typeName.endsWith('Kt') ? [at(`${path.slice(0, -2)}.kt`, keyword('fun'), undefined)] : [];
  return [
    at(`${path}.java`, TYPED, typeName),
    at(`${path}.kt`, keyword('fun'), typeName),
    ...topLevel,
    at(`${path}.scala`, keyword('def'), typeName),
    at(`${path}.groovy`, TYPED, typeName),
    at(`${path}.cs`, TYPED, typeName),
    at(`${path}.py`, keyword('def'), undefined),
    ...(folders === '' ? [] : [at(`${folders}.py`, keyword('def'), typeName)]),
  ];
}

/** What compilers and frameworks add to names: nested and generated classes, lambdas, async state machines. */
function withoutMadeUp(text: string): string {
  return text
    .replaceAll(/\$\$\w*|\$(?=[A-Z0-9])[\w$]*(?=\.)/g, '')
    .replace(/^(.*)\.lambda\$(\w+?)\$\d+$/, '$1.$2')
    .replace(/\.<(\w+)>[bdg]__\w+(?:\.MoveNext)?$/, '.$1')
    .replace(/\.<locals>\.[\w<>.]+$/, '');
}

function areWords(parts: readonly string[]): boolean {
  return parts.every((part) => WORD.test(part));
}
