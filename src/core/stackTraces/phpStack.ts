import { lineDialect, stackFrame } from './stackDialect.ts';

/** Native: `#0 /p/f.php(12): Class->m()`. OpenTelemetry's: `at Ns.Class.method(file.php:12)`, with the name of the file alone. */
export const PHP_STACK = lineDialect('PHP', (text) => {
  const native = /^\s*#\d+ (.+\.(?:php|phtml|inc))\((\d{1,9})\)(?:: ([^(]+)\()?/.exec(text);
  if (native) return stackFrame(native[1], native[2], undefined, native[3]);
  const javaLike = /^\s*at ([^()\s]+)\(([^():]+\.(?:php|phtml|inc)):(\d{1,9})\)/.exec(text);
  return javaLike ? stackFrame(javaLike[2], javaLike[3], undefined, javaLike[1]) : undefined;
});
