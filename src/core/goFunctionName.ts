import type { MemberName } from './sourceOutline.ts';

/** A Go function by its package. */
export interface GoFunctionName extends MemberName {
  /** As imported: `github.com/acme/shop/cart`, `main`. */
  readonly packagePath: string;
}

const MAX_CHARS = 500;
/** Closures, bound methods, and the loop bodies of range functions. */
const MADE_UP = /(?:\.func\d+(?:\.\d+)*|\.gowrap\d+|-fm|-range\d+)+$/;
const REST = /^(?:\(\*?([\p{L}_][\p{L}\p{N}_]*)\)\.|([\p{L}_][\p{L}\p{N}_]*)\.)?([\p{L}_][\p{L}\p{N}_]*)$/u;

/**
 * `github.com/acme/shop/cart.(*Cart).Price`, `github.com/acme/shop/cart.Cart.Price`, `main.handler.func1` (a function's own closure);
 * undefined for a name that is not Go's. Type parameters, written `[...]`, do not count.
 */
export function goFunctionName(text: string): GoFunctionName | undefined {
  if (text.length > MAX_CHARS) return undefined;
  const name = text.replace(MADE_UP, '').replaceAll(/\[[^[\]]*\]/g, '');
  const dot = name.indexOf('.', name.lastIndexOf('/') + 1);
  const packagePath = name.slice(0, Math.max(0, dot)).replaceAll('%2e', '.');
  const [, pointed, plain, functionName] = REST.exec(name.slice(dot + 1)) ?? [];
  const isGo = packagePath.includes('/') || packagePath === 'main' || pointed !== undefined;
  if (functionName === undefined || !isGo || !/^[\w./~-]+$/.test(packagePath)) return undefined;
  return { packagePath, typePath: pointed ?? plain, functionName };
}
