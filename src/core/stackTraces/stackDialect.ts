import { base1, type Base1 } from '../position.ts';

/** One call of a stack, as the text has it. Untrusted. */
export interface StackFrame {
  readonly filePath: string;
  readonly line: Base1;
  readonly column: Base1 | undefined;
  readonly functionName: string | undefined;
}

/** How one runtime writes stacks. Reads are linear in the text and never throw. */
export interface StackDialect {
  readonly name: string;
  /** The frames in the order of the lines. */
  frames(lines: readonly string[]): readonly StackFrame[];
  /** Whether the innermost call comes last. */
  readonly innermostLast?: boolean;
}

/** A dialect in which every frame is a line of its own. */
export function lineDialect(name: string, frameOf: (line: string) => StackFrame | undefined): StackDialect {
  return {
    name,
    frames: (lines) => lines.map(frameOf).filter((frame) => frame !== undefined),
  };
}

/** A frame when there is a path and a line that can be. */
export function stackFrame(
  filePath: string | undefined,
  line: string | undefined,
  column: string | undefined,
  functionName: string | undefined,
): StackFrame | undefined {
  const at = base1(Number(line));
  if (!filePath || at === undefined) return undefined;
  const name = functionName?.trim();
  return {
    filePath,
    line: at,
    column: column === undefined ? undefined : base1(Number(column)),
    functionName: name || undefined,
  };
}
