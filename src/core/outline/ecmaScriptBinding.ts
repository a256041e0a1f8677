import type { Scope } from './braceGrammar.ts';
import { afterType, arrowAfterParameters, bodyAfterParameters } from './ecmaScriptBody.ts';
import { TEXT, type Tokens, WORD } from './tokens.ts';

/** A function without a name of its own, in a variable, a field or a property: `const price = async () => …`. */
export function boundFunction(
  tokens: Tokens,
  index: number,
  { place }: Scope,
): { first: number; name: number; body: number } | undefined {
  // Parameters with such a default are no declarations.
  if (place === 'group') return undefined;
  const name = boundName(tokens, index, place);
  if (name === undefined) return undefined;
  const isTyped = tokens.is(name + 1, ':') && place !== 'object';
  const value = isTyped ? afterAnnotation(tokens, name + 2) : index + 1;
  const body = value === undefined ? undefined : bodyOf(tokens, value);
  return body === undefined ? undefined : { first: name, name, body };
}

function boundName(tokens: Tokens, index: number, place: Scope['place']): number | undefined {
  if (['const', 'let', 'var'].includes(tokens.word(index))) {
    return tokens.kind(index + 1) === WORD && tokens.is(index + 2, ':') ? index + 1 : undefined;
  }
  const isNamed = tokens.kind(index - 1) === WORD || tokens.kind(index - 1) === TEXT;
  const isBinding = tokens.is(index, '=') || ((place === 'object' || place === 'type') && tokens.is(index, ':'));
  return isBinding && isNamed && !isTypeAlias(tokens, index) ? index - 1 : undefined;
}

/** After `Type =`. */
function afterAnnotation(tokens: Tokens, type: number): number | undefined {
  const equals = afterType(tokens, type, (at) => tokens.is(at, '='));
  return equals === undefined ? undefined : equals + 1;
}

function bodyOf(tokens: Tokens, value: number): number | undefined {
  const start = tokens.word(value) === 'async' && !tokens.is(value + 1, '=') ? value + 1 : value;
  if (tokens.word(start) === 'function') {
    return bodyAfterParameters(tokens, tokens.is(start + 1, '*') ? start + 2 : start + 1);
  }
  const arrow = arrowAfterParameters(tokens, start);
  if (arrow === undefined) return undefined;
  return tokens.is(arrow + 1, '{') ? arrow + 1 : arrow;
}

/** `type Name<T> =` */
export function isTypeAlias(tokens: Tokens, equals: number): boolean {
  const name = tokens.is(equals - 1, '>') ? tokens.groupStart(equals - 1) - 1 : equals - 1;
  return tokens.word(name - 1) === 'type';
}
