import { stackFrame, type StackDialect, type StackFrame } from './stackDialect.ts';

/**
 * Native: `#0 /p/f.php(12): Class->m()` below a header that ends with the innermost position, `RuntimeException: no in /p/f.php:14`.
 * OpenTelemetry's: `at Ns.Class.method(file.php:12)`, with the name of the file alone.
 */
export const PHP_STACK: StackDialect = {
  name: 'PHP',
  frames: (lines) =>
    lines
      .map((line, index) => (lines[index + 1] === 'Stack trace:' ? headFrame(line) : callFrame(line)))
      .filter((frame) => frame !== undefined),
};

function callFrame(line: string): StackFrame | undefined {
  const native = /^\s*#\d+ (.+\.(?:php|phtml|inc))\((\d{1,9})\)(?:: ([^(]+)\()?/.exec(line);
  if (native) return stackFrame(native[1], native[2], undefined, native[3]);
  const javaLike = /^\s*at ([^()\s]+)\(([^():]+\.(?:php|phtml|inc)):(\d{1,9})\)/.exec(line);
  return javaLike ? stackFrame(javaLike[2], javaLike[3], undefined, javaLike[1]) : undefined;
}

/** The message may speak of places as well: the last one counts. */
function headFrame(line: string): StackFrame | undefined {
  const place = line.slice(line.lastIndexOf(' in ') + ' in '.length);
  const match = /^(.+\.(?:php|phtml|inc)):(\d{1,9})$/.exec(place);
  return match ? stackFrame(match[1], match[2], undefined, undefined) : undefined;
}
