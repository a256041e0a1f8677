import { Problem } from '../core/problem.ts';

/*
 * Checks of what a page sends along with a call. Pages are not trusted (security.md T11): a parameter is read by its name, has the
 * shape it should have and a size that is bounded, or the call is refused.
 */

export function field(params: unknown, name: string): unknown {
  if (typeof params !== 'object' || params === null || !Object.hasOwn(params, name)) throw malformed(name);
  return (params as Readonly<Record<string, unknown>>)[name];
}

/** A row, link, caret or search number. */
export function whole(params: unknown, name: string): number {
  const value = field(params, name);
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value > 0xffff_ffff)
    throw malformed(name);
  return value;
}

export function text(params: unknown, name: string, maxLength: number): string {
  const value = field(params, name);
  if (typeof value !== 'string') throw malformed(name);
  if (value.length > maxLength) throw new Problem('too-large', `The text is longer than ${maxLength} characters.`);
  return value;
}

export function texts(params: unknown, name: string, maxCount: number, maxLength: number): readonly string[] {
  const value = field(params, name);
  if (!Array.isArray(value) || value.length > maxCount) throw malformed(name);
  return value.map((one: unknown) => {
    if (typeof one !== 'string' || one.length > maxLength) throw malformed(name);
    return one;
  });
}

/** One of a few words. */
export function oneOf<T extends string>(params: unknown, name: string, allowed: readonly T[]): T {
  const value = field(params, name);
  const known = allowed.find((one) => one === value);
  if (known === undefined) throw malformed(name);
  return known;
}

export function malformed(name: string): Problem {
  return new Problem('malformed', `The page sent a bad "${name}".`);
}
