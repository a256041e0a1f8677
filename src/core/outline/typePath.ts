/** Deeper nesting was made by a machine, and every level would repeat all levels above. */
const MAX_CHARS = 500;

/** The dotted name of a type inside of another one. */
export function typePath(outer: string | undefined, name: string): string {
  return outer === undefined || outer.length + name.length > MAX_CHARS ? name : `${outer}.${name}`;
}
