import { Problem } from '../core/problem.ts';

/**
 * Takes a field of an answer as a list of texts; a missing one is an empty list.
 * @throws {Problem} `malformed`, naming the backend and what was asked
 */
export function stringList(value: unknown, who: string, what: string): readonly string[] {
  const list = value ?? [];
  if (Array.isArray(list) && list.every((entry) => typeof entry === 'string')) return list;
  throw new Problem('malformed', `${who} answered with something else than a list of ${what}.`);
}
