import type { MemberName } from './sourceOutline.ts';

/** Where a function of a qualified name may be declared. */
export interface NamedDeclaration extends MemberName {
  /** With the folders that the name tells; the workspace may have more in front. */
  readonly filePath: string;
}

/** What a qualified name says of a function beside its file. */
export interface PackagedMember extends MemberName {
  /** As the language writes it; '' where none is told. */
  readonly packageName: string;
  /** Of the files that may declare it, without the dot. */
  readonly extensions: readonly string[];
}

const WORD = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const RUBY_METHOD = /^[\p{L}_][\p{L}\p{N}_]*[?!]?$/u;
const CAPITAL = /^\p{Lu}/u;
const MAX_CHARS = 500;

/**
 * The files that a qualified function name may mean, best first; none for a bare name, and for Go, where a name tells a folder alone.
 * `com.shop.Cart$Item.price` (Java, Kotlin, Scala), `Shop.Cart.Price` (.NET), `shop.cart.price` (Python), `Ns\Cart::price` (PHP),
 * `Shop::Cart#price` (Ruby), `shop::cart::price` (Rust).
 */
export function namedDeclarations(text: string): readonly NamedDeclaration[] {
  if (text.length > MAX_CHARS) return [];
  const ruby = ofRuby(text);
  if (text.includes('#')) return ruby;
  if (text.includes('\\')) return ofPhp(text);
  // Rust's crates and modules are not capital.
  if (text.includes('::')) return CAPITAL.test(text) ? [...ofPhp(text), ...ruby] : ofRust(text);
  return text.includes('/') ? [] : [...ofDots(text), ...ruby];
}

/** For a name that tells a type, or a namespace: in which files besides those of its name the function may be. */
export function packagedMember(text: string): PackagedMember | undefined {
  if (text.length > MAX_CHARS || text.includes('/')) return undefined;
  if (text.includes('#')) return member(text, /::|#/, '::', ['rb']);
  if (text.includes('\\')) return member(text, /\\|::/, '\\', ['php']);
  if (text.includes('::')) return CAPITAL.test(text) ? member(text, '::', '::', ['php', 'rb']) : undefined;
  return member(withoutMadeUp(text), '.', '.', ['java', 'kt', 'scala', 'groovy', 'cs', 'rb']);
}

function member(
  text: string,
  cut: string | RegExp,
  separator: string,
  extensions: readonly string[],
): PackagedMember | undefined {
  const parts = text.split(cut).filter(Boolean);
  const functionName = parts.pop();
  const isFunctionOfNamespace = separator === '\\' && !text.includes('::');
  const typePath = isFunctionOfNamespace ? undefined : parts.pop()?.replaceAll('$', '.');
  if (functionName === undefined || !RUBY_METHOD.test(functionName)) return undefined;
  const names = [...parts, ...(typePath?.split('.') ?? [])];
  // `cart.price` is as often a topic, or Python, where files are modules.
  if (!areWords(names) || names.length === 0 || (typePath !== undefined && !CAPITAL.test(typePath))) return undefined;
  return { packageName: parts.join(separator), typePath, functionName, extensions };
}

function ofPhp(text: string): readonly NamedDeclaration[] {
  const [type, functionName] = text.split('::');
  const parts = type!.split('\\').filter(Boolean);
  if (functionName === undefined || text.split('::').length > 2 || !areWords([...parts, functionName])) return [];
  return [{ filePath: `${parts.join('/')}.php`, typePath: parts.at(-1), functionName }];
}

/** `Admin::PricesController#index` is in `admin/prices_controller.rb`. */
function ofRuby(text: string): readonly NamedDeclaration[] {
  const parts = text.split(/::|[#.]/);
  const functionName = parts.pop()!;
  if (parts.length === 0 || !RUBY_METHOD.test(functionName)) return [];
  if (!areWords(parts) || !parts.every((part) => CAPITAL.test(part))) return [];
  return [{ filePath: `${parts.map(snakeCase).join('/')}.rb`, typePath: parts.join('.'), functionName }];
}

function ofRust(text: string): readonly NamedDeclaration[] {
  // Closures and generics belong to the function around them.
  const parts = text.replaceAll(/::\{\{[^}]*\}\}|<[^<>]*>/g, '').split('::');
  if (parts.length < 2 || !areWords(parts)) return [];
  const functionName = parts.at(-1)!;
  const modules = parts.slice(1, -1);
  const at = (filePath: string, typePath?: string): NamedDeclaration => ({ filePath, typePath, functionName });
  if (modules.length === 0)
    return [at(`${parts[0]}/src/lib.rs`), at(`${parts[0]}/src/main.rs`), at('src/main.rs'), at('src/lib.rs')];
  const path = modules.join('/');
  const parent = modules.slice(0, -1).join('/');
  // The last part before the function may be a type instead of a module.
  const last = modules.at(-1)!;
  const files = parent === '' ? ['src/lib.rs', 'src/main.rs'] : [`src/${parent}.rs`, `src/${parent}/mod.rs`];
  const ofType = files.map((file) => at(file, CAPITAL.test(last) ? last : undefined));
  return [at(`src/${path}.rs`), at(`src/${path}/mod.rs`), ...ofType];
}

function ofDots(text: string): readonly NamedDeclaration[] {
  const parts = withoutMadeUp(text).split('.');
  if (parts.length < 2 || !areWords(parts.flatMap((part) => part.split('$')))) return [];
  const functionName = parts.at(-1)!;
  const types = parts.at(-2)!.split('$');
  const typePath = types.join('.');
  const typeName = types[0]!;
  const folders = parts.slice(0, -2).join('/');
  const path = folders === '' ? typeName : `${folders}/${typeName}`;
  const at = (filePath: string, type: string | undefined): NamedDeclaration => ({
    filePath,
    typePath: type,
    functionName,
  });
  // Kotlin puts functions outside of classes into `CartKt`.
  const topLevel = typeName.endsWith('Kt') ? [at(`${path.slice(0, -2)}.kt`, undefined)] : [];
  return [
    at(`${path}.java`, typePath),
    at(`${path}.kt`, typePath),
    ...topLevel,
    at(`${path}.scala`, typePath),
    at(`${path}.groovy`, typePath),
    at(`${path}.cs`, typePath),
    at(`${path}.py`, undefined),
    ...(folders === '' ? [] : [at(`${folders}.py`, typePath)]),
  ];
}

/** Without what compilers and frameworks add to names, .NET's nested types written as Java's: generated and anonymous classes, lambdas, async state machines. */
function withoutMadeUp(text: string): string {
  return text
    .replaceAll('+', '$')
    .replaceAll(/\$\$[\w$]*(?=\.)|\$\d[\w$]*(?=\.)|\$(?=\.)/g, '')
    .replace(/^(.*)\.lambda\$(\w+?)\$\d+$/, '$1.$2')
    .replace(/\.<(\w+)>[bdg]__\w+(?:\.MoveNext)?$/, '.$1')
    .replace(/\.<locals>\.[\w<>.]+$/, '');
}

/** As Active Support does it: `HTTPServer` is `http_server`. */
function snakeCase(name: string): string {
  return name
    .replaceAll(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1_$2')
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .toLowerCase();
}

function areWords(parts: readonly string[]): boolean {
  return parts.every((part) => WORD.test(part));
}
