export type QueryParam = readonly [name: string, value: string];

/** The parameters that have a value. */
export function givenParams(
  params: readonly (readonly [name: string, value: string | undefined])[],
): readonly QueryParam[] {
  return params.filter((param): param is QueryParam => param[1] !== undefined);
}
