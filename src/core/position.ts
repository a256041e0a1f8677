declare const baseBrand: unique symbol;

/** A line or column that starts at 0: VS Code positions, source-map columns. */
export type Base0 = number & { readonly [baseBrand]: 0 };
/** A line or column that starts at 1: `code.line.number`, V8 stacks, what people read. */
export type Base1 = number & { readonly [baseBrand]: 1 };

/** As spans and stack traces give it. The column may be missing. */
export interface Base1Position {
  readonly line: Base1;
  readonly column: Base1 | undefined;
}

/** Takes a whole number from 1 to 2^31-1 as a Base1; anything else is no position. */
export function base1(value: number): Base1 | undefined {
  return Number.isInteger(value) && value >= 1 && value < 2 ** 31 ? (value as Base1) : undefined;
}

export function toBase0(value: Base1): Base0 {
  return (value - 1) as Base0;
}

export function toBase1(value: Base0): Base1 {
  return (value + 1) as Base1;
}
