import { DOTNET_STACK } from './stackTraces/dotnetStack.ts';
import { GO_STACK } from './stackTraces/goStack.ts';
import { JAVA_STACK } from './stackTraces/javaStack.ts';
import { PHP_STACK } from './stackTraces/phpStack.ts';
import { PYTHON_STACK } from './stackTraces/pythonStack.ts';
import { RUBY_STACK } from './stackTraces/rubyStack.ts';
import { RUST_STACK } from './stackTraces/rustStack.ts';
import type { StackDialect, StackFrame } from './stackTraces/stackDialect.ts';
import { V8_STACK } from './stackTraces/v8Stack.ts';

/** A stack as a runtime printed it, read. */
export interface StackTrace {
  /** For people: `JavaScript`, `Go`. */
  readonly language: string;
  /** The innermost call first. */
  readonly frames: readonly StackFrame[];
}

/** Of two that find equally many the first counts: V8's form is the loosest. */
const DIALECTS: readonly StackDialect[] = [
  JAVA_STACK,
  PYTHON_STACK,
  GO_STACK,
  DOTNET_STACK,
  RUBY_STACK,
  PHP_STACK,
  RUST_STACK,
  V8_STACK,
];

/** A stack of more is a recursion, and its beginning tells all. */
const MAX_LINES = 500;
/** PATH_MAX of Linux and a name. */
const MAX_LINE_CHARS = 5000;

/** Reads the text of `exception.stacktrace` or `code.stacktrace`: the dialect that finds the most frames in it; `undefined` when none does. */
export function parseStackTrace(text: string): StackTrace | undefined {
  const lines = linesOf(text);
  let best: StackTrace | undefined;
  for (const dialect of DIALECTS) {
    const frames = dialect.frames(lines);
    if (frames.length <= (best?.frames.length ?? 0)) continue;
    best = { language: dialect.name, frames: dialect.innermostLast ? frames.toReversed() : frames };
  }
  return best;
}

function linesOf(text: string): readonly string[] {
  const lines: string[] = [];
  for (let from = 0; from < text.length && lines.length < MAX_LINES;) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    if (end - from <= MAX_LINE_CHARS) lines.push(text.slice(from, end).replace(/\r$/, ''));
    from = end + 1;
  }
  return lines;
}
